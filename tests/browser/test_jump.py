"""Jumping by keyboard."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import answer_nothing, assert_sound, hold_first, load_without_htmx


def open_jump(page):
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Jump to")).to_be_focused()


def test_a_name_and_enter_open_the_person_from_anywhere(at, cast):
    page = at(cast.priya)
    page.get_by_role("link", name="Companies").click()
    page.wait_for_url("**/companies")
    open_jump(page)
    page.keyboard.type("whitf")
    expect(page.get_by_role("option", name="Dana Whitfield")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Dana Whitfield")).to_be_visible()
    page.go_back()
    page.wait_for_url("**/companies")


def test_it_opens_on_a_page_that_is_still_loading(at, cast):
    page = at(cast.priya)
    htmx = load_without_htmx(page, page.url.replace("/people", "/companies"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    htmx[0].continue_()
    expect(page.get_by_role("dialog").get_by_role("combobox", name="Jump to")).to_be_focused()
    page.wait_for_url("**/companies")


def test_enter_waits_for_what_is_found_for_all_that_was_typed(page, at, cast):
    asked = re.compile(r"/jump/found\?q=henrik$")
    held = hold_first(page, asked)
    at(cast.mona)
    open_jump(page)
    with page.expect_request(asked):
        page.keyboard.type("henrik")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    held[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Henrik Vaas")


def test_enter_asks_again_when_no_answer_came(page, at, cast):
    asked = re.compile(r"/jump/found\?q=henrik$")
    held = hold_first(page, asked)
    at(cast.mona)
    open_jump(page)
    with page.expect_request(asked):
        page.keyboard.type("henrik")
    answer_nothing(page, held)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Henrik Vaas")


def test_a_deed_opens_its_dialog_and_escape_leads_back(at, cast):
    page = at(cast.priya)
    open_jump(page)
    page.keyboard.type("add con")
    expect(page.get_by_role("option", name="Add contact")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_label("First name")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_box_is_accessible(at, cast):
    page = at(cast.priya)
    open_jump(page)
    expect(page.get_by_role("option").first).to_be_visible()
    assert_sound(page)
