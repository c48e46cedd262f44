"""Who is in which group: added, taken out, kept out, counted each once, told of, and taken back."""

from sqlalchemy import select

from tests.groups.conftest import DAY, below, members
from tests.world import NOW
from webapp.activity.models import Event
from webapp.db import counters, db
from webapp.groups.membership import Cause
from webapp.groups.models import LedgerLine
from webapp.groups.states import exclusions_of, memberships_of
from webapp.people.counting import wrong_counters
from webapp.people.editing import change_people
from webapp.people.trashing import move_to_trash, restore

RULE = Cause("rule", 2)


def ledger(group):
    rows = select(LedgerLine.person_id, LedgerLine.joined, LedgerLine.cause, LedgerLine.rule_version)
    return [tuple(row) for row in db.session.execute(rows.where(LedgerLine.group_id == group.id))]


def test_somebody_in_two_subgroups_counts_once_in_the_group_above(world, doing, travel, italy, spain, sicily):
    dana, henrik = world.people["dana"], world.people["henrik"]
    doing.add([dana], [sicily.id, spain.id])
    doing.add([henrik], [italy.id])
    assert counters.read("group") == {sicily.id: 1, spain.id: 1, italy.id: 1}
    assert counters.read("group_under") == {travel.id: 2, italy.id: 2, sicily.id: 1, spain.id: 1}
    assert below(travel) == {dana: 2, henrik: 1}
    doing.remove([dana], [sicily.id])
    assert below(travel) == {dana: 1, henrik: 1}
    assert below(italy) == {henrik: 1}
    assert wrong_counters() == {}


def test_members_are_noted_in_the_ledger_and_told(world, doing, italy):
    dana = world.people["dana"]
    doing.add([dana, 10**6], [italy.id])
    doing.remove([dana], [italy.id])
    assert ledger(italy) == [(dana, 1, "hand", 0), (dana, -1, "hand", 0)]
    told = select(Event.data).where(Event.person_id == dana, Event.kind == "grouped").order_by(Event.id)
    assert db.session.scalars(told).all() == [
        {"added": ["Italy"], "removed": [], "cause": "hand"},
        {"added": [], "removed": ["Italy"], "cause": "hand"},
    ]


def test_whoever_a_hand_removed_is_not_added_again_by_the_rule_but_by_a_hand(world, doing, italy):
    dana = world.people["dana"]
    doing.add([dana], [italy.id], cause=RULE)
    doing.remove([dana], [italy.id])
    assert exclusions_of([dana], [italy.id])[dana, italy.id].why == "removed"
    assert doing.add([dana], [italy.id], cause=RULE) == []
    doing.add([dana], [italy.id])
    assert members(italy) == {dana}
    assert exclusions_of([dana], [italy.id]) == {}


def test_whoever_a_hand_puts_where_the_rule_put_them_is_pinned_since_they_came(world, doing, italy):
    dana = world.people["dana"]
    doing.add([dana], [italy.id], cause=RULE)
    assert not memberships_of([dana], [italy.id])[dana, italy.id].pinned
    doing.now = NOW + DAY
    doing.add([dana], [italy.id])
    now = memberships_of([dana], [italy.id])[dana, italy.id]
    assert (now.pinned, now.at, now.cause) == (True, NOW, "rule")
    assert len(ledger(italy)) == 1


def test_whoever_the_rule_takes_out_may_come_back_by_it(world, doing, italy):
    dana = world.people["dana"]
    doing.add([dana], [italy.id], cause=RULE)
    doing.remove([dana], [italy.id], cause=RULE)
    assert exclusions_of([dana], [italy.id]) == {}
    assert len(doing.add([dana], [italy.id], cause=RULE)) == 1


def test_undo_of_a_removal_puts_them_back_as_they_were_and_lets_the_rule_have_them(world, doing, italy):
    dana = world.people["dana"]
    doing.add([dana], [italy.id], cause=RULE)
    before = memberships_of([dana], [italy.id])
    doing.now = NOW + DAY
    doing.remove([dana], [italy.id])
    doing.undo()
    assert memberships_of([dana], [italy.id]) == before
    assert exclusions_of([dana], [italy.id]) == {}
    assert ledger(italy)[-1] == (dana, 1, "undo", 0)
    assert wrong_counters() == {}


def test_groups_follow_their_people_into_the_trash_and_to_another_owner(world, doing, travel, italy):
    dana = world.people["dana"]
    doing.add([dana], [italy.id])
    change_people({dana: {"owner_id": world.jonas.id}}, **doing.context())
    assert wrong_counters() == {}
    move_to_trash([dana], **doing.context())
    assert counters.read("group_under").total() == 0
    assert wrong_counters() == {}
    restore([dana], **doing.context())
    assert counters.read("group_under") == {travel.id: 1, italy.id: 1}
    assert wrong_counters() == {}
