"""A main group with subgroups whose newcomers are worked on by themselves, on the screen of an office."""

import re
from threading import Event

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_sound, follow
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups
from webapp.groups.models import Group
from webapp.jobs.processes import run_processes
from webapp.processes.arranging import add_process
from webapp.processes.steps.note import WriteNote
from webapp.tags.administering import add_tag


@pytest.fixture
def offers(cast) -> list[Group]:
    """Travel offers, and four groups below it."""
    by = {"by": cast.mona, "now": NOW}
    main = add_group(Wanted("Travel offers"), **by)
    below = [add_group(Wanted(name, main.id), **by) for name in ("Italy", "Spain", "Nordics", "Cruises")]
    add_tag("brochure", "teal", **by)
    db.session.commit()
    return [main, *below]


def join(cast, person_id: int, groups: list[Group]) -> None:
    change_set = open_change_set("group", "Added", by=cast.mona, now=NOW)
    add_to_groups([person_id], [g.id for g in groups], by=cast.mona, now=NOW, change_set=change_set)
    db.session.commit()
    run_processes(now=NOW, stop=Event())
    db.session.commit()


def add_step(page, kind: str) -> None:
    page.get_by_label("What it does").select_option(kind)


def test_who_comes_into_two_subgroups_is_tagged_by_the_process_of_each(at, cast, offers):
    page = at(cast.jonas)
    _, italy, spain, *_ = offers
    for group in (italy, spain):
        follow(page, f"/groups/{group.id}/processes/new?moment=join")
        page.get_by_label("Name").fill(f"Greet {group.name}")
        add_step(page, "Add a tag")
        page.get_by_label("Tag", exact=True).select_option("brochure")
        page.get_by_role("button", name="Add step").click()
        expect(page.locator("#steps li")).to_have_count(1)
        add_step(page, "Write a note")
        page.get_by_label("Note").fill(f"Wants {group.name}")
        page.get_by_role("button", name="Add step").click()
        expect(page.locator("#steps li")).to_have_count(2)
        page.get_by_role("button", name="Add process").click()
        expect(page.get_by_role("heading", name=f"Greet {group.name}")).to_be_visible()
        expect(page.get_by_text("It has not run yet.")).to_be_visible()
    assert_sound(page)
    join(cast, cast.people["henrik"], [italy, spain])
    follow(page, f"/people/{cast.people['henrik']}")
    expect(page.locator("#person-tags")).to_contain_text("brochure")
    expect(page.get_by_text("Wants Italy")).to_be_visible()
    expect(page.get_by_text("Wants Spain")).to_be_visible()
    follow(page, f"/groups/{italy.id}/processes")
    expect(page.get_by_text("Ran 1 time, once for each joining.")).to_be_visible()
    page.get_by_role("link", name="Log").click()
    expect(page.get_by_role("row", name="Henrik Vaas")).to_contain_text("Done")
    assert_sound(page)


def test_steps_are_put_in_order_by_keyboard_and_by_dragging(at, cast, offers):
    process, _ = add_process(
        offers[0], "join", "Greet", [WriteNote("First"), WriteNote("Second")], by=cast.mona, now=NOW
    )
    db.session.commit()
    page = at(cast.jonas, f"/groups/{offers[0].id}/processes/{process.id}")
    steps = page.locator("#steps li")
    expect(steps.first).to_contain_text("First")
    assert_sound(page)
    page.get_by_role("button", name="Move step 1 down").focus()
    page.keyboard.press("Enter")
    expect(steps.first).to_contain_text("Second")
    steps.nth(1).locator("[data-grip]").drag_to(steps.nth(0), target_position={"x": 40, "y": 2})
    expect(steps.first).to_contain_text(re.compile("1\\..*First", re.DOTALL))
    page.get_by_role("button", name="Remove step 2").click()
    expect(steps).to_have_count(1)
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", name="Greet")).to_be_visible()
    expect(page.get_by_text("Second")).to_have_count(0)


def test_a_dry_run_shows_who_would_get_what(at, cast, offers):
    add_process(offers[0], "join", "Greet", [WriteNote("Hello")], by=cast.mona, now=NOW)
    db.session.commit()
    page = at(cast.jonas, f"/groups/{offers[0].id}/processes")
    page.get_by_role("link", name="Dry run…").click()
    expect(page.get_by_text("Nobody is there to try it on.")).to_be_visible()
    page.get_by_label("Try it for somebody").fill("henr")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Henrik Vaas").click()
    expect(page.get_by_text("1 of 1 person would change.")).to_be_visible()
    assert_sound(page)
