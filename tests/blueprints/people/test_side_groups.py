"""The groups beside the list: what is open, what they count, and whom they are shown to; and their column."""

import re

import pytest

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group, archive_group
from webapp.groups.membership import add_to_groups
from webapp.smart_groups.models import SmartGroup

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def make(world):
    def make(name, above=None, office_id=None):
        group = add_group(Wanted(name, above and above.id, office_id), by=world.mona, now=NOW)
        db.session.commit()
        return group

    return make


@pytest.fixture
def join(world):
    def join(group, *names):
        change_set = open_change_set("group", "Added", by=world.mona, now=NOW)
        people = [world.people[name] for name in names]
        add_to_groups(people, [group.id], by=world.mona, now=NOW, change_set=change_set)
        db.session.commit()

    return join


@pytest.fixture
def travel(make):
    return make("Travel")


@pytest.fixture
def italy(make, travel):
    return make("Italy", travel)


def shown(client, path="/people") -> list[tuple[str, int]]:
    """The groups that stand in the sidebar, with their numbers."""
    page = client.get(path).get_data(as_text=True)
    rows = re.findall(r'<div class="side-g">.*?</a>', page, re.S)
    return [
        (re.search(r"<span>(.*?)</span>", row)[1], int(re.search(r'class="n">([\d,]+)', row)[1]))
        for row in rows
    ]


def test_each_counts_those_in_it_or_below_it_once_as_the_viewer_sees_them(
    admin, outsider, make, join, travel, italy
):
    sicily = make("Sicily", italy)
    join(sicily, "dana", "ines")
    join(italy, "dana")
    assert shown(admin) == [("Travel", 2)]
    assert shown(admin, "/people?q=group:Italy") == [("Travel", 2), ("Italy", 2), ("Sicily", 2)]
    assert shown(outsider) == [("Travel", 1)]


def test_what_is_not_open_comes_when_it_is_opened(admin, travel, italy, join):
    join(italy, "dana")
    page = admin.get("/people?sort=-created").get_data(as_text=True)
    assert f'hx-get="/people/groups/{travel.id}?sort=-created"' in page
    assert shown(admin, f"/people/groups/{travel.id}") == [("Italy", 1)]
    branch = admin.get(f"/people/groups/{travel.id}?sort=-created").get_data(as_text=True)
    assert "/people?q=group%3AItaly&amp;sort=-created" in branch


def test_the_group_that_the_list_asks_for_is_marked(admin, travel, italy):
    page = admin.get("/people?q=group:Italy").get_data(as_text=True)
    assert re.search(r'aria-current="page"><span>Italy</span>', page)


def test_groups_of_another_office_and_archived_ones_are_not_there(world, admin, coordinator, make):
    guests = make("Gäste", office_id=world.lisbon)
    archive_group(make("Old"), by=world.mona, now=NOW)
    db.session.commit()
    assert shown(admin) == [("Gäste", 0)]
    assert shown(coordinator) == []
    assert coordinator.get(f"/people/groups/{guests.id}").status_code == 404
    assert admin.get("/people/groups/999").status_code == 404
    assert admin.post(f"/people/groups/{guests.id}").status_code == 405


def test_a_smart_group_bears_a_bolt(admin, travel):
    assert "Smart group" not in admin.get("/people").get_data(as_text=True)
    rule = SmartGroup(group_id=travel.id, version=1, criteria={"all": []}, stated_at=NOW, edition=1)
    db.session.add(rule)
    db.session.commit()
    assert "Smart group" in admin.get("/people").get_data(as_text=True)


def test_the_number_of_a_groups_list_comes_from_the_counters(admin, travel, italy, join):
    join(italy, "dana", "henrik")
    for q, number in (("group:Travel", "2 people"), ("in-group:Travel", "0 people")):
        assert number in admin.get(f"/people?q={q}").get_data(as_text=True), q


def cells(client, q="") -> dict[str, list[str]]:
    """{name: the groups in the row}."""
    page = client.get(f"/people?q={q}").get_data(as_text=True)
    rows = re.findall(r"<tr .*?</tr>", page, re.S)
    return {
        re.search(r"data-row-link><bdi>(.*?)</bdi>", row)[1]: re.findall(
            r'class="gp"><span>(.*?)</span>', row
        )
        for row in rows
        if "data-row-link" in row
    }


def test_the_column_names_the_groups_that_the_viewer_knows(world, admin, sign_in, make, join, travel, italy):
    guests = make("Gäste", office_id=world.lisbon)
    join(italy, "dana")
    join(travel, "dana")
    join(guests, "dana")
    for client in (admin, sign_in(world.jonas)):
        client.post("/people/columns", {"column": ["groups"], "density": "normal"})
    assert cells(admin)["Dana Whitfield"] == ["Travel", "Italy"]
    assert "Gäste" in admin.get("/people").get_data(as_text=True)
    jonas = sign_in(world.jonas)
    assert cells(jonas)["Dana Whitfield"] == ["Travel", "Italy"]
    assert "Gäste" not in jonas.get("/people").get_data(as_text=True)


def test_a_group_is_jumped_to_by_its_path(admin, coordinator, world, make, italy):
    make("Gäste", office_id=world.lisbon)
    page = admin.get("/jump/found?q=tra it").get_data(as_text=True)
    assert f'href="/groups/{italy.id}"' in page
    assert "/groups/" in admin.get("/jump/found?q=gas").get_data(as_text=True)
    assert "/groups/" not in coordinator.get("/jump/found?q=gas").get_data(as_text=True)
