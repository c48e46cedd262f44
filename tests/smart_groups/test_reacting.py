"""Who joins and leaves at the moment of a change, whatever the way in."""

import pytest
from sqlalchemy import select

from tests.smart_groups.conftest import DAY, kept_out, members
from tests.world import NOW
from webapp.activity.reacting import together
from webapp.criteria.asking import Asker
from webapp.criteria.text import parse
from webapp.db import db
from webapp.groups.models import LedgerLine, PersonGroup
from webapp.people.counting import wrong_counters
from webapp.people.touches import Details, log_touch
from webapp.people.trashing import move_to_trash, restore
from webapp.smart_groups.stating import BadRule, set_rule


def membership(group, person_id) -> PersonGroup | None:
    db.session.expire_all()
    return db.session.get(PersonGroup, (person_id, group.id))


def test_whoever_is_edited_into_the_criteria_joins_at_once_and_stays(world, doing):
    boston = doing.smart("Boston", "city:Boston")
    dana = world.people["dana"]
    doing.edit(dana, city="Boston")
    assert members(boston) == {dana}
    doing.now += DAY
    doing.edit(dana, city="Reno")
    assert members(boston) == {dana}
    assert membership(boston, dana).unmatched_at == doing.now
    doing.edit(dana, city="Boston")
    assert membership(boston, dana).unmatched_at == 0
    assert wrong_counters() == {}


def test_whoever_is_removed_by_hand_does_not_come_back_until_a_hand_puts_them_in(world, doing):
    boston = doing.smart("Boston", "city:Boston")
    dana = world.people["dana"]
    doing.edit(dana, city="Boston")
    doing.remove(dana, boston)
    assert members(boston) == set()
    doing.edit(dana, city="Reno")
    doing.edit(dana, city="Boston")
    assert members(boston) == set()
    doing.add(dana, boston)
    assert members(boston) == {dana}
    assert kept_out(boston) == {}


def test_current_people_join_only_after_they_did_not_match_for_a_while(world, doing):
    dana = world.people["dana"]
    sacramento = doing.smart("Sacramento", "city:Sacramento")
    assert kept_out(sacramento) == {dana: "before"}
    doing.edit(dana, title="Owner")
    doing.edit(dana, city="sacramento")
    assert members(sacramento) == set()
    doing.edit(dana, city="Reno")
    assert kept_out(sacramento) == {}
    doing.edit(dana, city="Sacramento")
    assert members(sacramento) == {dana}


def test_applied_to_current_people_they_join_with_all_that_belongs_to_it(world, doing):
    top = doing.make("Top")
    below = doing.make("Sacramento", top)
    dana = world.people["dana"]
    change_set = doing.rule(below, "city:Sacramento", apply=True)
    assert members(below) == {dana}
    assert change_set.people == 1
    assert wrong_counters() == {}
    line = db.session.scalars(select(LedgerLine)).one()
    assert (line.person_id, line.cause, line.rule_version, line.by_id) == (dana, "rule", 1, None)
    doing.undo(change_set)
    assert members(below) == set()
    assert wrong_counters() == {}
    doing.edit(dana, title="Owner")
    doing.edit(dana, city="SACRAMENTO")
    assert members(below) == set()


def test_new_people_join_when_they_come(world, doing, vip):
    tagged = doing.smart("Tagged", "tag:vip city:Boston")
    other = doing.smart("Other", "tag:none")
    person = world.person(first="New", city="Boston", tag_ids=[vip])
    assert members(tagged) == {person}
    assert members(other) == set()


def test_somebody_new_who_is_put_into_a_group_at_once_is_in_it_once(world, doing):
    bostonians = doing.smart("Bostonians", "city:Boston")
    with together():
        person = world.person(first="New", city="Boston")
        doing.add(person, bostonians)
    assert members(bostonians) == {person}
    assert membership(bostonians, person).pinned


def test_a_tag_a_touch_and_the_trash_are_changes_too(world, doing, vip):
    tagged = doing.smart("Tagged", "tag:vip")
    called = doing.smart("Called", "contacted:30d")
    dana = world.people["dana"]
    doing.tag(dana, vip)
    log_touch(dana, Details("call", doing.now), **doing.context("touch"))
    assert members(tagged) == members(called) == {dana}
    doing.exit(tagged, "mirror")
    doing.untag(dana, vip)
    assert members(tagged) == set()
    move_to_trash([dana], **doing.context("trash"))
    restore([dana], **doing.context("trash"))
    assert members(called) == {dana}


def test_mirror_takes_out_at_once_but_nobody_whom_a_hand_put_in(world, doing):
    boston = doing.smart("Boston", "city:Boston")
    dana, henrik = world.people["dana"], world.people["henrik"]
    doing.edit(dana, city="Boston")
    doing.add(henrik, boston)
    assert membership(boston, henrik).unmatched_at == doing.now
    doing.exit(boston, "mirror")
    assert members(boston) == {dana, henrik}
    doing.edit(dana, city="Reno")
    assert members(boston) == {henrik}
    doing.edit(dana, city="Boston")
    assert members(boston) == {dana, henrik}
    doing.edit(henrik, city="Boston")
    doing.edit(henrik, city="Reno")
    assert members(boston) == {dana, henrik}
    assert wrong_counters() == {}


def test_changing_to_mirror_takes_out_who_no_longer_matches_and_can_be_undone(world, doing):
    boston = doing.smart("Boston", "city:Boston")
    dana = world.people["dana"]
    doing.edit(dana, city="Boston")
    doing.edit(dana, city="Reno")
    change_set = doing.exit(boston, "mirror")
    assert members(boston) == set()
    assert change_set.people == 1


def test_undo_of_an_edit_leaves_whom_a_rule_added_and_says_so(world, doing):
    boston = doing.smart("Boston", "city:Boston")
    dana = world.people["dana"]
    doing.edit(dana, city="Boston")
    assert doing.last.people == 1
    doing.undo()
    assert members(boston) == {dana}
    assert membership(boston, dana).unmatched_at > 0


def test_undo_brings_back_whom_mirror_took_out(world, doing):
    boston = doing.smart("Boston", "city:Boston")
    dana = world.people["dana"]
    doing.edit(dana, city="Boston")
    was = membership(boston, dana).at
    doing.exit(boston, "mirror")
    doing.now += DAY
    doing.edit(dana, city="Reno")
    doing.undo()
    assert membership(boston, dana).at == was


def test_a_rule_of_an_office_sees_only_its_people(world, doing):
    boston = doing.smart("Boston's", "kind:contact", office_id=world.boston)
    person = world.person(first="A", office_id=world.lisbon)
    assert members(boston) == set()
    doing.edit(person, office_id=world.boston)
    assert members(boston) == {person}


def test_a_rule_needs_a_condition_and_knows_nobody_who_asks(world, doing):
    group = doing.make("Somebody")
    with pytest.raises(BadRule, match="without a condition everybody would"):
        doing.rule(group, "")
    for text in ("owner:me", "office:mine kind:lead"):
        criteria = parse(text, Asker(world.mona, NOW, "UTC", "US"))
        with pytest.raises(BadRule, match="means nobody to it"):
            set_rule(group, criteria, apply_to_current=False, by=world.mona, now=NOW)
    with pytest.raises(BadRule, match="looks for duplicates after a change"):
        doing.rule(group, "is:duplicate")
