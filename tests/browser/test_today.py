"""Working through those who wait, by keyboard."""

from playwright.sync_api import expect

from tests.browser.conftest import assert_sound
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments

DAY = 86_400


def wait_for_priya(cast, *others):
    """Dana and others joined a segment of 14 days so long ago that they have been expired ever since."""
    segment = add_segment(Wanted("Hot leads", hue="red", reminder_days=14), now=NOW - 90 * DAY)
    change_set = open_change_set("segment", "Something", by=cast.priya, now=NOW - 90 * DAY)
    people = [cast.people[name] for name in ("dana", *others)]
    add_to_segments(people, [segment.id], by=cast.priya, now=NOW - 90 * DAY, change_set=change_set)
    db.session.commit()


def test_a_call_takes_somebody_off_the_queue(at, cast):
    wait_for_priya(cast)
    page = at(cast.priya)
    page.get_by_role("link", name="Today").click()
    expect(page.get_by_text("One person waits for you.")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Dana Whitfield")).to_be_focused()
    page.keyboard.press("l")
    page.get_by_role("dialog").get_by_role("button", name="Log it").click()
    expect(page.get_by_text("Nobody waits for you.")).to_be_visible()


def test_the_queue_is_worked_through_by_two_keys(at, cast):
    for name in ("Ann", "Ben"):
        cast.people[name] = cast.person(first=name, owner_id=cast.priya.id)
    wait_for_priya(cast, "Ann", "Ben")
    page = at(cast.priya)
    page.get_by_role("link", name="Today").click()
    expect(page.get_by_text("3 people wait for you.")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Ann")).to_be_focused()
    page.keyboard.press("l")
    expect(page.get_by_role("dialog").get_by_role("textbox").first).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 people wait for you.")).to_be_visible()
    expect(page.get_by_role("link", name="Ben")).to_be_focused()


def test_the_page_is_accessible(at, cast):
    wait_for_priya(cast)
    page = at(cast.priya)
    page.get_by_role("link", name="Today").click()
    expect(page.get_by_role("link", name="Dana Whitfield")).to_be_visible()
    page.get_by_text("Show as table").first.click()
    assert_sound(page)
