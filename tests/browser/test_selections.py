"""A selection from a travel agency's groups: put together, counted, exported, frozen, put into a group."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_sound, follow
from tests.browser.test_filters import pick
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups
from webapp.tags.naming import found_tags


@pytest.fixture
def travellers(cast) -> dict[str, int]:
    """Travel offers with four subgroups; Ada is in two of them, Cleo is tagged press, Dan has no address."""
    travel = add_group(Wanted("Travel offers", None, None), by=cast.mona, now=NOW)
    below = {
        name: add_group(Wanted(name, travel.id, None), by=cast.mona, now=NOW).id
        for name in ("Italy", "Spain", "Greece", "Cruises")
    }
    (press,) = found_tags(["press"], now=NOW)
    groups = {
        "Ada": ("Italy", "Spain"),
        "Bea": ("Spain",),
        "Cleo": ("Italy",),
        "Dan": ("Italy",),
        "Eva": ("Greece",),
    }
    change_set = open_change_set("group", "Added", by=cast.mona, now=NOW)
    ids = {}
    for first, names in groups.items():
        address = f"{first.lower()}@example.com"
        emails = [] if first == "Dan" else [[address, address]]
        tags = (press.id,) if first == "Cleo" else ()
        ids[first] = cast.person(first=first, last="Traveller", emails=emails, tag_ids=tags)
        of = [below[name] for name in names]
        add_to_groups([ids[first]], of, by=cast.mona, now=NOW, change_set=change_set)
    db.session.commit()
    return ids


def test_a_selection_of_groups_is_put_together_exported_and_frozen(at, cast, travellers):
    page = at(cast.mona, "/selections")
    expect(page.get_by_text("No selections yet.")).to_be_visible()
    page.get_by_role("link", name="New selection").click()
    any_of, all_of, none_of = (page.get_by_role("group", name=words) for words in STEPS)

    text, number = page.locator("#filter-text"), page.locator(".filter-number .big")

    any_of.get_by_role("button", name="Group", exact=True).click()
    expect(any_of.get_by_label("Value", exact=True)).to_be_focused()
    pick(page, any_of.get_by_label("Value", exact=True), "travel offers")
    expect(text).to_have_text('group:"Travel offers"')
    expect(number).to_have_text("5")
    any_of.get_by_label("with subgroups").uncheck()
    expect(text).to_have_text('in-group:"Travel offers"')
    expect(number).to_have_text("0")
    any_of.get_by_role("button", name="Remove Travel offers").click()
    expect(any_of.get_by_role("button", name="Remove Travel offers")).to_have_count(0)
    any_of.get_by_label("with subgroups").check()
    expect(any_of.get_by_label("Field")).to_have_value("group")
    pick(page, any_of.get_by_label("Value", exact=True), "italy")
    expect(text).to_have_text("group:Italy")
    pick(page, any_of.get_by_label("Another value"), "spain")
    expect(text).to_have_text("group:Italy,Spain")
    expect(number).to_have_text("4")

    all_of.get_by_role("button", name="Anything else").click()
    expect(all_of.get_by_label("Field")).to_be_focused()
    pick(page, all_of.get_by_label("Field"), "has")
    expect(all_of.get_by_label("Value", exact=True)).to_be_visible()
    pick(page, all_of.get_by_label("Value", exact=True), "mail")
    expect(text).to_have_text("group:Italy,Spain has:email")
    none_of.get_by_role("button", name="Tag", exact=True).click()
    expect(none_of.get_by_label("Value", exact=True)).to_be_focused()
    pick(page, none_of.get_by_label("Value", exact=True), "press")
    expect(text).to_have_text("group:Italy,Spain has:email -tag:press")
    expect(number).to_have_text("2")
    expect(page.get_by_text("Ada Traveller")).to_be_visible()
    assert_sound(page)

    page.get_by_role("button", name="Save selection").click()
    expect(page.get_by_text("Give it a name.")).to_be_visible()
    page.get_by_label("Name").fill("Spring letter")
    page.get_by_role("button", name="Save selection").click()
    expect(page.locator("#toasts")).to_contain_text("Saved as “Spring letter”.")
    expect(page.get_by_role("link", name="Show 2 people")).to_be_visible()
    assert_sound(page)
    assert exported(page) == ["Ada", "Bea"]

    page.get_by_role("button", name="Freeze to a list").click()
    expect(page.locator("#toasts")).to_contain_text("is frozen: 2 people")
    expect(page.get_by_role("link", name="Show 2 people")).to_have_attribute(
        "href", "/people?q=selection%3A%22Spring+letter%22"
    )
    page.get_by_role("link", name="Show 2 people").click()
    expect(page.get_by_role("heading", name="People in the selection Spring letter")).to_be_visible()
    expect(page.get_by_role("link", name="Bea Traveller")).to_be_visible()

    follow(page, "/selections")
    expect(page.locator(".of-selections tbody tr")).to_contain_text(["Frozen"])
    expect(page.locator(".of-selections tbody .r")).to_have_text("2")
    assert_sound(page)
    page.get_by_role("link", name="Spring letter").click()
    page.get_by_role("button", name="Add to group…").click()
    expect(page.get_by_role("heading", name="2 people")).to_be_visible()


def test_the_words_are_explained_side_by_side(at, cast):
    page = at(cast.vera)
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_role("link", name="What is a tag").click()
    expect(page.get_by_role("rowheader", name="Smart group")).to_be_visible()
    assert_sound(page)


STEPS = ("Any of these", "All of these", "None of these")


def exported(page) -> list[str]:
    """The first names in the file of the selection."""
    page.get_by_role("link", name="Export").click()
    dialog = page.get_by_role("dialog")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Export").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    page.keyboard.press("Escape")
    return [row["First name"] for row in csv.DictReader(StringIO(text))]
