"""Changing many people in one move, with the mouse and by the keyboard alone, and taking it back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_sound
from tests.world import NOW
from webapp.db import db
from webapp.segments.administering import Wanted, add_segment
from webapp.tags.naming import found_tags


@pytest.fixture
def crowd(cast):
    """230 people of Boston, whose names sort before all others."""
    for n in range(230):
        cast.person(first=f"A{n:03}", last="Crowd", owner_id=cast.priya.id)
    db.session.commit()


def bar(page):
    return page.get_by_role("toolbar")


def tick(page, name, **options):
    page.get_by_label(f"Select {name}").click(**options)


def test_a_range_is_ticked_with_shift_tagged_and_taken_back(at, crowd, cast):
    page = at(cast.jonas)
    tick(page, "A001 Crowd")
    tick(page, "A004 Crowd", modifiers=["Shift"])
    expect(bar(page)).to_contain_text("4 selected")
    expect(page.get_by_label("Select all on this page")).to_have_js_property("indeterminate", True)
    bar(page).get_by_role("button", name="Tag", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Change the tags of 4 people")
    page.locator(".ts-control input").fill("Trade fair")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("4 people get the tag “Trade fair”.")
    dialog.get_by_role("button", name="Tag 4 people").click()
    toast = page.locator(".toast-m")
    expect(toast).to_contain_text("Tagged 4 people “Trade fair”.")
    expect(page.locator("td .tag", has_text="Trade fair")).to_have_count(4)
    expect(bar(page)).to_be_hidden()
    expect(page.get_by_role("link", name="A004 Crowd")).to_be_focused()
    toast.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast-m").last).to_contain_text("Took back: Tagged “Trade fair”.")
    expect(page.locator("td .tag", has_text="Trade fair")).to_have_count(0)


def test_enter_changes_the_segments_that_were_ticked(at, cast):
    add_segment(Wanted("Past clients"), now=NOW)
    db.session.commit()
    page = at(cast.mona)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("s")
    expect(page.get_by_role("dialog").get_by_label("Past clients")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".toast-m")).to_contain_text("Added 1 person to “Past clients”.")


def test_a_segment_of_many_is_found_while_typing(at, cast):
    for name in ("Board", "Café guests", "Clients", "Press", "Partners", "Regatta"):
        add_segment(Wanted(name), now=NOW)
    db.session.commit()
    page = at(cast.jonas)
    tick(page, "Dana Whitfield")
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Find a segment")).to_be_focused()
    page.keyboard.type("cafe")
    expect(dialog.get_by_role("checkbox")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Café guests")).to_be_checked()
    expect(dialog.get_by_label("Regatta")).to_be_visible()
    expect(dialog).to_contain_text("joins the segment “Café guests”")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Added 1 person to “Café guests”.")).to_be_visible()


def test_a_second_enter_takes_no_tag_that_nobody_meant(at, cast):
    found_tags(["Aardvark"], now=NOW)
    db.session.commit()
    page = at(cast.mona)
    tick(page, "Dana Whitfield")
    page.keyboard.press("t")
    expect(page.locator(".ts-control input")).to_be_focused()
    page.locator(".ts-control input").fill("Trade fair")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".toast-m")).to_contain_text("Tagged 1 person “Trade fair”.")


def test_enter_takes_what_was_typed_and_not_what_was_marked_before(at, cast):
    page = at(cast.mona)
    for name in ("Board", "Trade fair"):
        tick(page, "Dana Whitfield")
        page.keyboard.press("t")
        expect(page.locator(".ts-control input")).to_be_focused()
        page.locator(".ts-control input").fill(name)
        page.keyboard.press("Enter")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".toast-m").last).to_contain_text(f"Tagged 1 person “{name}”.")


def test_ticks_outlive_pages_sorting_and_a_visit_and_are_never_silent(at, crowd, cast):
    page = at(cast.jonas)
    tick(page, "A001 Crowd")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_label("Select A050 Crowd")).to_be_visible()
    expect(bar(page)).to_contain_text("1 selected")
    expect(bar(page)).to_contain_text("1 not on this page: untick")
    tick(page, "A050 Crowd")
    expect(bar(page)).to_contain_text("2 selected")
    page.get_by_role("link", name="A050 Crowd").click()
    expect(page.get_by_role("heading", name="A050 Crowd")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Select A050 Crowd")).to_be_checked()
    page.get_by_role("link", name="Name").click()
    expect(bar(page)).to_contain_text("2 not on this page: untick")
    page.get_by_role("button", name="not on this page: untick").click()
    expect(bar(page)).to_be_hidden()


def test_all_that_match_are_a_second_step_and_run_in_the_background(at, crowd, cast):
    page = at(cast.jonas, "/people?q=crowd")
    page.get_by_label("Select all on this page").check()
    expect(bar(page)).to_contain_text("50 selected")
    bar(page).get_by_role("button", name="Select all 230 that match").click()
    expect(bar(page)).to_contain_text("230 that match")
    bar(page).get_by_role("button", name="More").click()
    page.get_by_role("button", name="Status").last.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Contacted").check()
    dialog.get_by_role("button", name="Set 230 people to Contacted").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Tick that all of them are to be changed.")
    dialog.get_by_label("Yes, change all 230 people").check()
    dialog.get_by_role("button", name="Set 230 people to Contacted").click()
    expect(page.locator("#run")).to_contain_text("0 of 230")
    assert_sound(page)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".toast-m")).to_contain_text("Stopped.")


def test_200_are_tagged_and_taken_back_by_the_keyboard_alone(at, crowd, cast):
    page = at(cast.priya)
    press = page.keyboard.press
    expect(page.get_by_label("Select A000 Crowd")).to_be_visible()
    press("j")
    press("x")
    for _ in range(3):
        press("Shift+J")
    expect(bar(page)).to_contain_text("4 selected")
    press("Shift+K")
    press("Escape")
    expect(bar(page)).to_be_hidden()
    for _ in range(4):
        page.get_by_label("Select all on this page").focus()
        press("Space")
        page.get_by_role("link", name="Next").focus()
        press("Enter")
        expect(page.get_by_label("Select all on this page")).not_to_be_checked()
    expect(bar(page)).to_contain_text("200 selected")
    press("t")
    expect(page.get_by_role("dialog")).to_contain_text("Change the tags of 200 people")
    expect(page.locator(".ts-control input")).to_be_focused()
    page.keyboard.type("Keys only")
    press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("200 people get the tag “Keys only”.")
    page.get_by_role("button", name="Tag 200 people").focus()
    press("Enter")
    expect(page.locator(".toast-m")).to_contain_text("Tagged 200 people “Keys only”.")
    press("z")
    press("Enter")
    expect(page.locator(".toast-m").last).to_contain_text("Took back: Tagged “Keys only”.")


def test_escape_closes_what_is_on_top_first(at, crowd, cast):
    page = at(cast.jonas)
    page.keyboard.press("j")
    page.keyboard.press("x")
    bar(page).get_by_role("button", name="More").click()
    page.keyboard.press("Escape")
    expect(bar(page)).to_contain_text("1 selected")
    page.keyboard.press("u")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(bar(page)).to_contain_text("1 selected")
    page.keyboard.press("Escape")
    expect(bar(page)).to_be_hidden()


def test_viewers_see_no_boxes(at, cast):
    page = at(cast.vera)
    expect(page.get_by_role("checkbox")).to_have_count(0)


def test_every_question_is_sound_in_every_look(at, cast):
    page = at(cast.mona)
    tick(page, "Dana Whitfield")
    tick(page, "Henrik Vaas")
    assert_sound(page)
    for name in ("segments", "tags", "stage", "status", "kind", "owner", "office", "field", "trash"):
        page.locator(f".bulk button[name=action][value={name}]").first.evaluate("button => button.click()")
        expect(page.get_by_role("dialog")).to_be_visible()
        assert_sound(page, within="dialog")
        page.get_by_role("button", name="Close", exact=True).click()
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_without_scripts_the_ticks_go_to_a_page_of_actions(browser, server, cast):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/sign-in")
    page.get_by_label("Email").fill(cast.mona.email)
    page.get_by_label("Password").fill("a long enough phrase")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Select Dana Whitfield").check()
    page.get_by_role("button", name="Stage", exact=True).click()
    page.get_by_label("Won").check()
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("moves to the stage Won.")).to_be_visible()
    page.get_by_role("button", name="Move 1 person to Won").click()
    expect(page.locator(".toast-m")).to_contain_text("Moved 1 person to Won.")
    context.close()
