"""Taking back that a group was given a rule, and that its rule was changed or removed."""

from sqlalchemy import select

from tests.smart_groups.conftest import kept_out, members
from webapp.changes.models import KeptRecord
from webapp.changes.record_lines import record_lines_of
from webapp.db import db
from webapp.groups.ending import delete_group
from webapp.groups.models import KeptOut
from webapp.people.counting import wrong_counters
from webapp.smart_groups.models import SmartGroup
from webapp.smart_groups.rules import rule_of
from webapp.smart_groups.stating import remove_rule
from webapp.tags.administering import delete_tag
from webapp.tags.models import Tag


def removed(doing, group):
    return remove_rule(group, by=doing.by, now=doing.now)


def kept(undo_set) -> set[str]:
    return set(db.session.scalars(select(KeptRecord.why).where(KeptRecord.change_set_id == undo_set.id)))


def test_a_group_loses_its_first_rule_with_whom_it_let_join(world, doing):
    group, dana = doing.make("Sacramento"), world.people["dana"]
    made = doing.rule(group, "city:Sacramento", apply=True)
    assert members(group) == {dana}
    assert [(line.title, line.name, line.new) for line in record_lines_of(made)] == [
        ("Rule of Sacramento", "", "there"),
        ("Rule of Sacramento", "Who joins", "People whose City is Sacramento"),
        ("Rule of Sacramento", "Who stops matching", "stays"),
    ]
    undone = doing.undo(made)
    assert (rule_of(group.id), members(group)) == (None, set())
    assert db.session.scalars(select(KeptOut)).all() == []
    doing.undo(undone)
    assert (members(group), kept_out(group)) == ({dana}, {})
    assert rule_of(group.id) is not None
    assert wrong_counters() == {}


def test_a_removed_rule_comes_back_with_its_exit_and_takes_nobody_in(world, doing):
    dana, henrik = world.people["dana"], world.people["henrik"]
    boston = doing.smart("Boston", "city:Boston")
    doing.exit(boston, "mirror")
    doing.edit(dana, city="Boston")
    gone = removed(doing, boston)
    doing.edit(dana, city="Reno")
    doing.edit(henrik, city="Boston")
    assert members(boston) == {dana}
    doing.undo(gone)
    assert (members(boston), kept_out(boston)) == (set(), {henrik: "before"})
    assert rule_of(boston.id).exit == "mirror"
    doing.edit(dana, city="Boston")
    assert members(boston) == {dana}


def test_another_rule_goes_with_whom_it_let_join_and_the_one_before_is_at_work_again(world, doing):
    dana, henrik = world.people["dana"], world.people["henrik"]
    group = doing.smart("Boston", "city:Boston")
    changed = doing.rule(group, "city:Sacramento", apply=True)
    assert members(group) == {dana}
    doing.undo(changed)
    assert members(group) == set()
    doing.edit(henrik, city="Boston")
    assert members(group) == {henrik}
    doing.edit(dana, city="Reno")
    doing.edit(dana, city="Sacramento")
    assert members(group) == {henrik}


def test_who_left_by_another_exit_comes_back_with_the_one_before(world, doing):
    dana = world.people["dana"]
    boston = doing.smart("Boston", "city:Boston")
    doing.edit(dana, city="Boston")
    doing.edit(dana, city="Reno")
    changed = doing.exit(boston, "mirror")
    assert members(boston) == set()
    assert doing.exit(boston, "mirror") is None
    undone = doing.undo(changed)
    assert (members(boston), rule_of(boston.id).exit) == ({dana}, "stay")
    doing.undo(undone)
    assert (members(boston), rule_of(boston.id).exit) == (set(), "mirror")


def test_a_rule_that_was_changed_since_stays(world, doing):
    group = doing.make("Boston")
    made = doing.rule(group, "city:Boston")
    doing.exit(group, "mirror")
    assert kept(doing.undo(made)) == {"It was changed since.", "Edited since."}
    assert rule_of(group.id).exit == "mirror"


def test_a_rule_that_asks_for_what_is_gone_does_not_come_back(world, doing, vip):
    group = doing.smart("Tagged", "tag:vip")
    gone = removed(doing, group)
    delete_tag(db.session.get_one(Tag, vip), by=doing.by, now=doing.now)
    assert kept(doing.undo(gone)) == {"A tag that is asked for was deleted."}
    assert db.session.get(SmartGroup, group.id) is None


def test_a_rule_does_not_come_back_to_a_deleted_group(world, doing):
    group = doing.smart("Boston", "city:Boston")
    gone = removed(doing, group)
    delete_group(group, by=doing.by, now=doing.now)
    assert kept(doing.undo(gone)) == {"The group from before was deleted."}
