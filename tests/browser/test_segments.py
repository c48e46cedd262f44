"""Segments on the screen: reminders that expire while one looks, changing them by keyboard, who may edit."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_sound, follow
from tests.world import NOW
from webapp import clock
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments

DAY = 86_400


@pytest.fixture
def clients(cast):
    """Past clients, 30 days; Dana's time is over in a minute."""
    segment = add_segment(Wanted("Past clients", hue="teal", reminder_days=30), now=NOW)
    add_segment(Wanted("Press"), now=NOW)
    at = NOW + 60 - 30 * DAY
    change_set = open_change_set("segment", "Added", by=cast.mona, now=at)
    add_to_segments([cast.people["dana"]], [segment.id], by=cast.mona, now=at, change_set=change_set)
    db.session.commit()
    return segment


def test_a_reminder_expires_while_one_looks_and_a_call_restarts_it(at, cast, clients):
    page = at(cast.priya)
    dot = page.locator(".side-late")
    expect(dot).to_have_accessible_name("Nobody expired in Past clients")
    with clock.frozen(NOW + 60):
        page.reload()
        expect(dot).to_have_accessible_name("1 expired in Past clients")
        tip = page.locator(".side-late .tip")
        expect(tip).to_have_css("opacity", "0")
        dot.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        expect(tip).to_have_css("opacity", "1")
        page.locator("h1").click()
        dot.hover()
        expect(tip).to_have_css("opacity", "1")
        dot.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("People expired in Past clients")
        assert page.locator("[data-row-link]").all_inner_texts() == ["Dana Whitfield"]
        assert_sound(page)
        page.get_by_role("link", name="Dana Whitfield").click()
        panel = page.locator("#person-segments")
        expect(panel).to_contain_text("expired today")
        page.get_by_role("link", name="Log call").first.click()
        page.get_by_role("dialog").get_by_role("button", name="Log it").click()
        expect(panel).to_contain_text("due in 30 days")
        follow(page, "/people")
        expect(dot).to_have_accessible_name("Nobody expired in Past clients")


def test_changing_segments_by_keyboard_says_what_will_happen_and_is_undone(at, cast, clients):
    page = at(cast.priya)
    page.get_by_role("link", name="Dana Whitfield").click()
    panel = page.locator("#person-segments")
    expect(panel).to_contain_text("Past clients")
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Past clients")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(dialog.locator("#segment-effect")).to_contain_text("Added to 1 segment, taken out of 1.")
    page.keyboard.press("Enter")
    expect(panel).to_contain_text("Press")
    expect(panel).not_to_contain_text("Past clients")
    page.get_by_role("button", name="Undo").click()
    expect(panel).to_contain_text("Past clients")


def test_what_will_happen_is_asked_of_the_dialog_alone(at, cast, clients):
    page = at(cast.mona, f"/people/{cast.people['henrik']}")
    assert page.locator("#status-menu [name=seen]").input_value() == str(clients.id)
    page.keyboard.press("s")
    page.get_by_role("dialog").get_by_label("Press").check()
    expect(page.locator("#segment-effect .say")).to_have_text("Added to 1 segment.")


def test_snoozing_and_pausing_in_place(at, cast, clients):
    page = at(cast.priya)
    page.get_by_role("link", name="Dana Whitfield").click()
    panel = page.locator("#person-segments")
    panel.get_by_role("button", name="Snooze Past clients").press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Snooze for a week")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel).to_contain_text("snoozed until")
    panel.get_by_role("button", name="Pause the reminders of Dana").click()
    expect(panel).to_contain_text("paused")
    assert_sound(page)


def test_only_those_who_may_edit_segments_find_where(at, cast, clients, server):
    page = at(cast.priya)
    expect(page.get_by_role("link", name="Edit the segments")).to_have_count(0)
    assert page.request.get(f"{server.url}/settings/segments").status == 403


def test_segments_are_administered_and_ordered_by_keyboard(at, cast, clients):
    page = at(cast.jonas)
    page.get_by_role("link", name="Edit the segments").click()
    page.get_by_role("button", name="Move Press up").press("Enter")
    expect(page.locator("tbody [data-id]").first).to_contain_text("Press")
    page.get_by_role("link", name="Past clients", exact=True).click()
    expect(page.locator("#effect")).to_contain_text("With 30 days")
    page.get_by_label("Remind after so many days").fill("5")
    expect(page.locator("#effect")).to_contain_text("1 of its 1 person is expired now")
    assert_sound(page)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("tbody")).to_contain_text("after 5 days")
    assert_sound(page)


def test_a_call_takes_somebody_off_the_list_of_the_expired(at, cast, clients):
    for name in ("Ann", "Ben", "Cleo"):
        cast.people[name] = cast.person(first=name)
    joined = {"by": cast.mona, "now": NOW - 60 * DAY}
    change_set = open_change_set("segment", "Added", **joined)
    people = [cast.people[name] for name in ("Ann", "Ben", "Cleo")]
    add_to_segments(people, [clients.id], change_set=change_set, **joined)
    db.session.commit()
    page = at(cast.mona, "/people?q=expired%3Aany")
    expect(page.get_by_role("link", name="Ann", exact=True)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("l")
    expect(page.get_by_role("dialog").get_by_role("textbox").first).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name="Ben", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Cleo", exact=True)).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Ben", exact=True)).to_be_visible()
