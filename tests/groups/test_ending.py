"""Groups that are merged or deleted: where their people and subgroups go, and that it can be taken back."""

from threading import Event

import pytest
from sqlalchemy import select

from tests.groups.conftest import DAY, below, members
from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.changes.previewing import preview
from webapp.db import counters, db
from webapp.groups.arranging import (
    Wanted,
    add_group,
    archive_group,
    bring_group_back,
    move_group,
    rename_group,
)
from webapp.groups.ending import delete_group, erase_retired, merge_groups
from webapp.groups.membership import Cause, add_to_groups
from webapp.groups.models import Group, LedgerLine
from webapp.groups.naming import BadGroup, tree
from webapp.groups.states import memberships_of
from webapp.jobs.following import let_people_follow
from webapp.people import following
from webapp.people.counting import wrong_counters
from webapp.people.trashing import move_to_trash, restore


@pytest.fixture
def people(world):
    return list(world.people.values())


def shape(parent_id=None) -> dict:
    """The tree as names in names."""
    return {node.name: shape(node.id) for node in tree().children(parent_id)}


def last_line(group) -> tuple:
    line = select(LedgerLine).where(LedgerLine.group_id == group.id).order_by(LedgerLine.id.desc()).limit(1)
    line = db.session.scalar(line)
    return line.joined, line.cause, line.note


def test_whoever_was_in_a_merged_group_is_in_the_other_each_once(world, doing, people, travel, italy, spain):
    dana, henrik, ines = people
    doing.add([dana, henrik], [spain.id])
    doing.add([dana, ines], [italy.id])
    merge_groups(spain, italy, **doing.deed)
    assert members(italy) == {dana, henrik, ines}
    assert members(spain) == set()
    assert below(travel) == {dana: 1, henrik: 1, ines: 1}
    assert counters.read("group_under") == {travel.id: 3, italy.id: 3}
    assert last_line(italy) == (1, "merge", "Spain")
    assert memberships_of([henrik], [italy.id])[henrik, italy.id].pinned
    assert wrong_counters() == {}


def test_subgroups_of_a_merged_group_stand_in_the_other_and_get_a_number(doing, travel, italy, spain, sicily):
    doing.make("Sicily", spain)
    doing.make("Andalusia", spain)
    merge_groups(spain, italy, **doing.deed)
    assert shape() == {"Travel": {"Italy": {"Sicily": {}, "Sicily 2": {}, "Andalusia": {}}}}


def test_a_merge_is_taken_back_as_it_was(doing, people, travel, italy, spain, sicily):
    dana, henrik, ines = people
    below_spain = doing.make("Sicily", spain)
    doing.add([dana, henrik], [spain.id])
    doing.add([ines, dana], [italy.id, below_spain.id])
    before, places = shape(), {g.id: below(g) for g in (travel, italy, spain, sicily, below_spain)}
    kept = memberships_of(people, list(places))
    change_set, done = merge_groups(spain, italy, **doing.deed)
    assert done
    doing.now = NOW + DAY
    undo_set = doing.undo(change_set)
    assert shape() == before
    assert {g.id: below(g) for g in (travel, italy, spain, sicily, below_spain)} == places
    assert memberships_of(people, list(places)) == kept
    assert wrong_counters() == {}
    doing.undo(undo_set)
    assert shape() == {"Travel": {"Italy": {"Sicily": {}, "Sicily 2": {}}}}
    assert below(travel) == {dana: 2, henrik: 1, ines: 2}
    assert wrong_counters() == {}


def test_a_group_merges_only_where_it_may(world, doing, travel, italy, sicily):
    lisbon = add_group(Wanted("Lisbon", office_id=world.lisbon), by=world.mona, now=NOW)
    for group, into, why in (
        (travel, travel, "Choose another group"),
        (travel, sicily, "cannot stand below itself"),
        (travel, lisbon, "of its own office"),
    ):
        with pytest.raises(BadGroup, match=why):
            merge_groups(group, into, **doing.deed)
    db.session.rollback()


def test_nobody_is_merged_into_an_archived_group(doing, travel, italy, spain):
    archive_group(spain, **doing.deed)
    with pytest.raises(BadGroup, match="archived a moment ago"):
        merge_groups(italy, spain, **doing.deed)


def test_people_of_a_deleted_group_leave_it_and_its_subgroups_move_up(doing, people, travel, italy, sicily):
    dana, henrik, _ = people
    doing.add([dana], [italy.id])
    doing.add([henrik], [sicily.id])
    change_set, _ = delete_group(italy, **doing.deed)
    assert shape() == {"Travel": {"Sicily": {}}}
    assert below(travel) == {henrik: 1}
    assert last_line(italy) == (-1, "hand", "")
    assert wrong_counters() == {}
    doing.undo(change_set)
    assert shape() == {"Travel": {"Italy": {"Sicily": {}}}}
    assert below(italy) == {dana: 1, henrik: 1}
    assert wrong_counters() == {}


def test_subgroups_keep_their_order_when_a_deletion_is_taken_back(doing, travel, italy, spain):
    names = ["Rome", "Bari", "Zadar", "Acre"]
    for name in names:
        doing.make(name, italy)
    change_set, _ = delete_group(italy, **doing.deed)
    assert list(shape()["Travel"]) == ["Spain", *names]
    doing.undo(change_set)
    assert list(shape()["Travel"]["Italy"]) == names


def test_a_group_is_deleted_with_its_subgroups_and_their_people_go_elsewhere(
    doing, people, travel, italy, spain, sicily
):
    dana, henrik, ines = people
    doing.add([dana, henrik], [italy.id])
    doing.add([dana, ines], [sicily.id])
    change_set, _ = delete_group(italy, spain, with_subgroups=True, **doing.deed)
    assert shape() == {"Travel": {"Spain": {}}}
    assert members(spain) == {dana, henrik, ines}
    assert below(travel) == {dana: 1, henrik: 1, ines: 1}
    assert wrong_counters() == {}
    foreseen = preview(change_set, reach=set)
    assert {(value.record_id, value.new) for value in foreseen.records} == {
        (italy.id, True),
        (sicily.id, True),
    }
    doing.undo(change_set)
    assert shape() == {"Travel": {"Italy": {"Sicily": {}}, "Spain": {}}}
    assert (members(italy), members(sicily), members(spain)) == ({dana, henrik}, {dana, ines}, set())
    assert wrong_counters() == {}


def test_the_question_before_an_undo_foresees_that_subgroups_go_back(doing, travel, italy, sicily):
    change_set, _ = delete_group(italy, **doing.deed)
    foreseen = preview(change_set, reach=set)
    assert foreseen.kept_records == []
    assert {(value.record_id, value.key) for value in foreseen.records} == {
        (italy.id, ""),
        (sicily.id, "place"),
    }


def test_a_group_whose_place_is_gone_stays_where_it_is(doing, travel, italy, spain, sicily):
    moved = move_group(sicily, spain.id, **doing.deed)
    delete_group(italy, **doing.deed)
    foreseen = preview(moved, reach=set)
    assert [value.why for value in foreseen.kept_records] == ["The group from before was deleted."]
    doing.undo(moved)
    assert shape() == {"Travel": {"Spain": {"Sicily": {}}}}


def test_a_name_that_is_taken_by_now_keeps_a_group_deleted(doing, travel, italy):
    change_set, _ = delete_group(italy, **doing.deed)
    doing.make("Italy", travel)
    assert [v.why for v in preview(change_set, reach=set).kept_records] == [
        "There is a group “Italy” here already."
    ]


def test_renaming_moving_and_archiving_are_taken_back(doing, travel, italy, spain, sicily):
    renamed = rename_group(italy, "Italia", **doing.deed)
    moved = move_group(spain, italy.id, index=0, **doing.deed)
    archived = archive_group(sicily, **doing.deed)
    back = bring_group_back(sicily, **doing.deed)
    assert shape() == {"Travel": {"Italia": {"Spain": {}, "Sicily": {}}}}
    doing.undo(back)
    assert tree().is_archived(sicily.id)
    doing.undo(archived)
    assert not tree().is_archived(sicily.id)
    doing.undo(moved)
    doing.undo(renamed)
    assert shape() == {"Travel": {"Italy": {"Sicily": {}}, "Spain": {}}}


def test_what_changes_nothing_is_no_deed(doing, travel, italy, spain):
    assert rename_group(italy, " Italy ", **doing.deed) is None
    assert move_group(italy, travel.id, **doing.deed) is None
    assert move_group(italy, travel.id, index=0, **doing.deed) is None


def test_the_order_of_siblings_is_taken_back_exactly(doing, travel):
    groups = {name: doing.make(name, travel) for name in "cabd"}
    first = move_group(groups["d"], travel.id, index=0, **doing.deed)
    second = move_group(groups["c"], travel.id, index=2, **doing.deed)
    assert "".join(shape()["Travel"]) == "dacb"
    doing.undo(second)
    doing.undo(first)
    assert "".join(shape()["Travel"]) == "cabd"


def test_siblings_without_a_gap_between_them_are_numbered_anew(doing, travel):
    groups = {name: doing.make(name, travel) for name in "abc"}
    for _ in range(12):
        move_group(groups["c"], travel.id, index=1, **doing.deed)
        move_group(groups["b"], travel.id, index=1, **doing.deed)
    assert "".join(shape()["Travel"]) == "abc"


def test_an_added_group_goes_again_with_whom_it_was_made_for(world, doing, people, travel):
    made = doing.context("group")
    made["change_set"].about = "group"
    group = add_group(Wanted("Fair", travel.id), **made)
    add_to_groups(people, [group.id], **made)
    undo_set = doing.undo(made["change_set"])
    assert shape() == {"Travel": {}}
    assert below(travel) == {}
    doing.undo(undo_set)
    assert shape() == {"Travel": {"Fair": {}}}
    assert below(travel).keys() == set(people)
    assert wrong_counters() == {}


def test_many_people_follow_by_a_job(doing, people, travel, italy, spain, monkeypatch):
    monkeypatch.setattr(following, "IN_REQUEST", 1)
    monkeypatch.setattr("webapp.groups.following.AT_ONCE", 1)
    doing.add(people, [italy.id])
    change_set, done = merge_groups(italy, spain, **doing.deed)
    assert not done
    assert change_set.ongoing
    with pytest.raises(BadGroup, match="still being moved"):
        delete_group(spain, **doing.deed)
    assert wrong_counters() == {}
    db.session.commit()
    let_people_follow(now=NOW, stop=Event())
    assert members(spain) == set(people)
    assert not db.session.get(ChangeSet, change_set.id).ongoing
    assert wrong_counters() == {}


def test_who_is_in_the_trash_follows_as_well(doing, people, travel, italy, spain):
    dana, *_ = people
    doing.add([dana], [italy.id])
    move_to_trash([dana], **doing.context())
    merge_groups(italy, spain, **doing.deed)
    assert wrong_counters() == {}
    restore([dana], **doing.context())
    assert members(spain) == {dana}
    assert below(travel) == {dana: 1}
    assert wrong_counters() == {}


def test_a_rule_may_have_people_again_whose_group_was_deleted_and_came_back(doing, people, italy):
    doing.add(people, [italy.id], cause=Cause("rule", 1))
    change_set, _ = delete_group(italy, **doing.deed)
    doing.undo(change_set)
    assert not any(m.pinned for m in memberships_of(people, [italy.id]).values())


def test_a_group_is_erased_after_30_days_with_its_history(doing, people, travel, italy, sicily):
    doing.add(people, [italy.id])
    delete_group(italy, with_subgroups=True, **doing.deed)
    db.session.commit()
    erase_retired(now=NOW + 29 * DAY)
    assert db.session.get(Group, italy.id) is not None
    for _ in range(2):
        erase_retired(now=NOW + 31 * DAY)
    db.session.expire_all()
    assert set(db.session.scalars(select(Group.name))) == {"Travel"}
    assert db.session.scalars(select(LedgerLine)).all() == []
    assert wrong_counters() == {}


def test_groups_of_other_offices_are_not_deleted_with_one_above(world, doing, travel):
    add_group(Wanted("Lisbon", travel.id, world.lisbon), by=world.mona, now=NOW)
    doing.by = world.jonas
    with pytest.raises(BadGroup, match="of another office"):
        delete_group(travel, with_subgroups=True, **doing.deed)
    delete_group(travel, **doing.deed)
    assert shape() == {"Lisbon": {}}
