"""Likely duplicates on the screen: worked through by keyboard, merged, and taken apart."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_sound, follow
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.duplicates.finding import find_pairs
from webapp.people.notes import add_note


@pytest.fixture
def twins(cast):
    """Dana twice and Henrik twice; one Henrik has a note."""
    cast.person(
        first="Dana",
        last="Whitfeld",
        emails=[["dana@example.com"] * 2],
        city="Boston",
        owner_id=cast.priya.id,
    )
    henrik = cast.person(first="Henrik", last="Vaas", city="Oslo", owner_id=cast.priya.id)
    change_set = open_change_set("note", "Noted", by=cast.mona, now=NOW)
    add_note(henrik, "Likes tea", by=cast.mona, now=NOW, change_set=change_set)
    db.session.commit()
    for _ in find_pairs(now=NOW):
        db.session.commit()


def test_the_list_is_worked_through_by_keyboard_and_a_merge_taken_apart(at, cast, twins):
    page = at(cast.mona)
    place = page.get_by_role("navigation", name="Back")
    page.get_by_role("link", name="Likely duplicates").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Likely duplicates")
    assert_sound(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(place.get_by_text("2 of 2")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are these the same person?")
    assert_sound(page)
    page.keyboard.press("k")
    expect(place.get_by_text("1 of 2")).to_be_visible()
    page.keyboard.press("d")
    expect(page.locator(".toast-m")).to_contain_text("Remembered: not the same person.")
    expect(place.get_by_text("1 of 1")).to_be_visible()
    page.keyboard.press("m")
    expect(page.get_by_role("heading", level=1)).to_have_text("Merge 2 people into one")
    assert_sound(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Likely duplicates")
    expect(page.get_by_text("Nobody is here twice.")).to_be_visible()

    follow(page, f"/people/{cast.people['henrik']}")
    expect(page.get_by_text("Likes tea")).to_be_visible()
    page.locator("#person-parts").get_by_role("link", name="Take apart…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Vaas becomes a record of its own again")
    dialog.get_by_role("button", name="Take apart").click()
    expect(page.locator("#person-parts")).to_have_count(0)
    expect(page.get_by_text("Likes tea")).to_have_count(0)
