"""`muster groups`: the tree, adding, members and why, and what it refuses."""

import json

import pytest

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups, remove_from_groups
from webapp.groups.naming import tree

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def italy(world) -> int:
    """Below Travel, with Dana in it."""
    travel = add_group(Wanted("Travel"), by=world.mona, now=NOW)
    italy = add_group(Wanted("Italy", travel.id), by=world.mona, now=NOW)
    change_set = open_change_set("group", "Added", by=world.mona, now=NOW)
    doing = {"by": world.mona, "now": NOW, "change_set": change_set}
    add_to_groups([world.people["dana"], world.people["henrik"]], [italy.id], **doing)
    remove_from_groups([world.people["henrik"]], [italy.id], **doing)
    db.session.commit()
    return italy.id


def test_the_tree_has_own_and_inclusive_numbers(run, italy):
    lines = [line.split() for line in run("groups").output.splitlines()]
    assert lines == [["Travel", "0", "1"], ["Italy", "1", "1"]]
    assert json.loads(run("groups", "--json").output) == [
        {"name": "Travel", "people": 0, "with_subgroups": 1},
        {"name": "Italy", "people": 1, "with_subgroups": 1},
    ]


def test_a_group_is_added_below_another(run, italy):
    done = run("groups", "add", "Sicily", "--parent", "Travel/Italy")
    assert done.output == "Added Travel › Italy › Sicily.\n"
    assert [node.name for node in tree().children(italy)] == ["Sicily"]


def test_a_smart_group_takes_current_people_only_when_told_to(run, world):
    run("groups", "add", "Leads", "--criteria", "kind:lead")
    done = run("groups", "add", "More leads", "--criteria", "kind:lead", "--apply-to-current")
    assert "1 joined at once." in done.output
    assert [line.split()[-1] for line in run("groups").output.splitlines()] == ["0", "1"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "travel"), "There is a group “travel” here already."),
        (("add", " "), "Give the group a name."),
        (("add", "Sicily", "--parent", "Nowhere"), "There is no group “Nowhere”; there are Travel, Italy."),
        (("add", "Mine", "--criteria", "tg:x"), "Nothing can be asked of “tg”."),
        (("add", "Mine", "--criteria", "owner:me"), "“me”"),
        (("add", "Mine", "--apply-to-current"), "--apply-to-current needs --criteria."),
        (("members", "Nowhere"), "There is no group “Nowhere”"),
        (("why", "Italy", "nobody@example.com"), "Nobody has the address nobody@example.com."),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(run, italy, arguments, sentence):
    done = run("groups", *arguments)
    assert done.exit_code == 2
    assert sentence in done.output
    assert len(tree().by_id) == 2


def test_the_members_are_those_of_the_group_itself_or_below_it(run, italy):
    assert "Dana Whitfield" in run("groups", "members", "Italy").output
    assert "Dana Whitfield" not in run("groups", "members", "Travel").output
    assert "Dana Whitfield" in run("groups", "members", "Travel", "--subgroups").output
    assert run("groups", "members", "Italy", "--csv").output.count("\n") == 2


def test_why_tells_what_happened_and_each_condition(run, world, italy):
    done = run("groups", "why", "Italy", "dana@example.com")
    assert done.output.startswith("Dana Whitfield is in Travel › Italy.\n")
    assert "joined (hand, Mona Keller)" in done.output
    run("groups", "add", "Customers", "--criteria", "kind:customer")
    done = run("groups", "why", "Customers", "dana@example.com")
    assert done.output.startswith("Dana Whitfield is not in Customers.\n")
    assert "  - who are customers" in done.output
