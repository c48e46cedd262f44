"""The search box of the People page: it finds while one types."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import hold_first


def test_the_list_follows_what_one_types(at, cast, server):
    page = at(cast.mona)
    box = page.get_by_role("combobox", name="Search people")
    page.keyboard.press("/")
    page.keyboard.type("whit")
    expect(page.locator("[data-row-link]")).to_have_text(["Dana Whitfield"])
    expect(page).to_have_url(f"{server.url}/people?q=whit")
    expect(page).to_have_title(re.compile("whit"))
    expect(box).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.type("henrik OR ")
    expect(page.locator("[data-row-link]")).to_have_text(["Dana Whitfield", "Henrik Vaas"])
    assert box.evaluate("box => box.selectionStart") == len("henrik OR ")
    page.get_by_role("link", name="Henrik Vaas").click()
    expect(page.get_by_role("heading", name="Henrik Vaas")).to_be_visible()
    page.go_back()
    expect(box).to_have_value("henrik OR whit")
    expect(page.locator("[data-row-link]")).to_have_count(2)


def test_the_sidebar_and_the_export_follow_too(at, cast):
    page = at(cast.mona)
    leads = page.get_by_label("Lists").get_by_role("link", name="Leads")
    leads.click()
    expect(leads).to_have_attribute("aria-current", "page")
    page.get_by_role("combobox", name="Search people").fill("vaas")
    expect(leads).not_to_have_attribute("aria-current", "page")
    expect(page.get_by_role("link", name="Export")).to_have_attribute("href", re.compile("q=vaas"))


def test_what_is_not_finished_is_said_calmly_and_the_list_stays(at, cast):
    page = at(cast.mona)
    box = page.get_by_role("combobox", name="Search people")
    box.press_sequentially("status:")
    expect(page.locator("#search-said")).to_contain_text("missing")
    expect(page.locator("#search-said .err")).to_have_count(0)
    expect(page.locator("[data-row-link]")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(page.locator("#search-said .err")).to_be_visible()
    expect(box).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("End")
    page.keyboard.type("New")
    expect(page.locator("[data-row-link]").first).to_be_visible()
    expect(box).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#search-said .err")).to_have_count(0)


def test_a_completion_taken_by_keyboard_finds_at_once(at, cast):
    page = at(cast.mona)
    box = page.get_by_role("combobox", name="Search people")
    box.press_sequentially("kind:le")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("kind:lead ")
    expect(page.locator("[data-row-link]")).not_to_have_count(3)
    expect(box).to_be_focused()


def test_a_late_answer_to_an_earlier_word_is_dropped(page, at, cast):
    sent = re.compile(r"/people/found\?q=whit$")
    held = hold_first(page, sent)
    at(cast.mona)
    box = page.get_by_role("combobox", name="Search people")
    with page.expect_request(sent):
        box.fill("whit")
    box.fill("vaas")
    expect(page.locator("[data-row-link]")).to_have_text(["Henrik Vaas"])
    held[0].continue_()
    expect(page.locator("[data-row-link]")).to_have_text(["Henrik Vaas"])
    expect(page).to_have_url(re.compile("q=vaas"))
