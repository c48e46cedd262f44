"""Taking back that a tag was added, renamed, merged or deleted."""

import pytest
from sqlalchemy import select

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.models import ChangeSet, RecordChange
from webapp.activity.tracking import open_change_set
from webapp.changes import undoing
from webapp.changes.models import KeptRecord
from webapp.changes.previewing import preview
from webapp.changes.purging import purge_changes
from webapp.changes.record_lines import record_lines_of, records_kept_by
from webapp.changes.undoing import begin_undo, undo_in_chunks
from webapp.db import db
from webapp.people import following
from webapp.people.counting import wrong_counters
from webapp.people.models import Person
from webapp.people.trashing import move_to_trash
from webapp.people.visible import within_reach
from webapp.tags.administering import (
    add_tag,
    change_tag,
    delete_tag,
    erase_retired,
    merge_tags,
    people_with,
)
from webapp.tags.models import PersonTag, Tag
from webapp.tags.naming import BadTag, all_tags, found_tags
from webapp.tags.tagging import add_tags, remove_tags

DAY = 24 * 3600


@pytest.fixture
def mona(world):
    return {"by": world.mona, "now": NOW}


@pytest.fixture
def tagged(world):
    """Two tags: Ann and Ben have the first, Ben and Cleo the second."""
    vip, press = found_tags(["VIP", "press"], now=NOW)
    world.person(first="Ann", tag_ids=[vip.id])
    world.person(first="Ben", tag_ids=[vip.id, press.id], office_id=world.lisbon)
    world.person(first="Cleo", tag_ids=[press.id])
    return vip, press


@pytest.fixture
def take_back(world):
    """take_back(change_set, by=) undoes it and returns the undo's change set."""

    def undo_it(change_set, *, by=world.mona):
        return undo_as(change_set, by=by, now=NOW + 60)

    return undo_it


def having(tag) -> list[str]:
    """First names of whoever has the tag, in the trash too."""
    names = select(Person.first).join(PersonTag, PersonTag.person_id == Person.id)
    return sorted(db.session.scalars(names.where(PersonTag.tag_id == tag.id)))


def names() -> list[str]:
    return [tag.name for tag in all_tags()]


def person(first: str) -> int:
    return db.session.scalar(select(Person.id).where(Person.first == first))


def trash(*firsts, by) -> None:
    change_set = open_change_set("trash", "Moved to the trash", by=by, now=NOW)
    move_to_trash([person(first) for first in firsts], by=by, now=NOW, change_set=change_set)


def kept(undo_set) -> list[tuple[str, str]]:
    rows = select(KeptRecord.key, KeptRecord.why).where(KeptRecord.change_set_id == undo_set.id)
    return [tuple(row) for row in db.session.execute(rows)]


def test_a_deleted_tag_comes_back_on_whoever_had_it(mona, tagged, take_back):
    vip, _ = tagged
    deleted, done = delete_tag(vip, **mona)
    assert done
    assert (names(), having(vip)) == (["press"], [])
    undone = take_back(deleted)
    assert (names(), having(vip), people_with(vip)) == (["press", "VIP"], ["Ann", "Ben"], 2)
    assert (undone.title, undone.about, undone.records) == ("Took back: Deleted the tag VIP", "tag", 1)
    take_back(undone)
    assert (names(), having(vip), people_with(vip)) == (["press"], [], 0)
    assert wrong_counters() == {}


def test_a_merge_is_parted_again_and_who_had_both_keeps_both(mona, tagged, take_back):
    vip, press = tagged
    merged, _ = merge_tags(vip, press, **mona)
    assert having(press) == ["Ann", "Ben", "Cleo"]
    undone = take_back(merged)
    assert (having(vip), having(press)) == (["Ann", "Ben"], ["Ben", "Cleo"])
    take_back(undone)
    assert (names(), having(vip), having(press)) == (["press"], [], ["Ann", "Ben", "Cleo"])
    assert wrong_counters() == {}


def test_who_got_the_other_tag_since_a_merge_keeps_it(world, mona, tagged, take_back):
    vip, press = tagged
    merged, _ = merge_tags(vip, press, **mona)
    since = open_change_set("tag", "Tagged", **mona)
    add_tags([world.people["dana"]], [press.id], change_set=since, **mona)
    remove_tags([person("Ben")], [press.id], change_set=since, **mona)
    take_back(merged)
    assert (having(vip), having(press)) == (["Ann", "Ben"], ["Cleo", "Dana"])


def test_people_in_the_trash_lose_and_get_a_tag_back_too(world, mona, tagged, take_back):
    vip, press = tagged
    trash("Ann", by=world.mona)
    merged, _ = merge_tags(vip, press, **mona)
    assert having(press) == ["Ann", "Ben", "Cleo"]
    trash("Ben", by=world.mona)
    take_back(merged)
    assert (having(vip), having(press)) == (["Ann", "Ben"], ["Ben", "Cleo"])
    assert wrong_counters() == {}


def test_a_tag_comes_back_on_people_whom_its_restorer_does_not_see(world, mona, tagged, take_back):
    vip, _ = tagged
    deleted, _ = delete_tag(vip, by=world.jonas, now=NOW)
    take_back(deleted, by=world.jonas)
    assert having(vip) == ["Ann", "Ben"]


def test_a_name_and_a_colour_come_back_where_nobody_changed_them_since(mona, tagged, take_back):
    vip, _ = tagged
    hue = vip.hue
    renamed = change_tag(vip, "Important", "teal", **mona)
    change_tag(vip, "Important", "blue", **mona)
    undone = take_back(renamed)
    assert (vip.name, vip.name_key, vip.hue) == ("VIP", "vip", "blue")
    assert kept(undone) == [("hue", "Edited since.")]
    assert [(line.title, line.name, line.old, line.new) for line in record_lines_of(renamed)] == [
        ("Tag VIP", "Name", "VIP", "Important"),
        ("Tag VIP", "Colour", hue, "teal"),
    ]


def test_what_changes_nothing_is_no_deed(mona, tagged):
    vip, _ = tagged
    assert change_tag(vip, vip.name, vip.hue, **mona) is None


def test_a_name_that_another_tag_has_today_stays_its_own(mona, tagged, take_back):
    vip, _ = tagged
    renamed = change_tag(vip, "Important", vip.hue, **mona)
    deleted, _ = delete_tag(tagged[1], **mona)
    found_tags(["vip", "Press"], now=NOW)
    assert kept(take_back(renamed)) == [("name", "Another tag has this name today.")]
    undone = take_back(deleted)
    assert kept(undone) == [("", "Another tag has its name today.")]
    assert names() == ["Important", "Press", "vip"]
    (line,) = records_kept_by(undone)
    assert (line.title, line.new, line.why) == ("Tag press", "deleted", "Another tag has its name today.")
    assert having(tagged[1]) == []


def test_a_new_tag_goes_unless_somebody_has_it(world, mona, take_back):
    empty, added = add_tag("Empty", "gray", **mona)
    used, used_added = add_tag("Used", "gray", **mona)
    world.person(first="Ann", tag_ids=[used.id])
    undone = take_back(added)
    assert kept(take_back(used_added)) == [("", "Somebody has it. Delete it, or take it off them first.")]
    assert names() == ["Used"]
    take_back(undone)
    assert (names(), empty.retired_at) == (["Empty", "Used"], None)


def test_a_tag_that_somebody_got_since_it_came_back_is_not_deleted_again(world, mona, tagged, take_back):
    vip, _ = tagged
    undone = take_back(delete_tag(vip, **mona)[0])
    since = open_change_set("tag", "Tagged", **mona)
    add_tags([world.people["dana"]], [vip.id], change_set=since, **mona)
    again = take_back(undone)
    assert (having(vip), again.records) == (["Dana"], 0)
    assert kept(again) == [("", "Somebody has it. Delete it, or take it off them first.")]
    take_back(again, by=world.jonas)
    assert having(vip) == ["Ann", "Ben", "Dana"]


def test_what_an_edit_changed_of_a_tag_deleted_since_stays(mona, tagged, take_back):
    vip, _ = tagged
    renamed = change_tag(vip, "Important", vip.hue, **mona)
    delete_tag(vip, **mona)
    assert kept(take_back(renamed)) == [("name", "It is no longer there.")]


def test_nobody_gets_a_deleted_tag(world, mona, tagged, take_back):
    vip, _ = tagged
    off = open_change_set("tag", "Untagged", **mona)
    remove_tags([person("Ann")], [vip.id], change_set=off, **mona)
    delete_tag(vip, **mona)
    on = open_change_set("tag", "Tagged", **mona)
    assert add_tags([person("Ann")], [vip.id], change_set=on, **mona) == []
    take_back(off)
    assert having(vip) == []


def test_the_question_says_what_comes_back_and_what_stays(mona, tagged, world):
    vip, press = tagged
    merged, _ = merge_tags(vip, press, **mona)
    found = preview(merged, reach=lambda ids: within_reach(world.jonas, ids))
    assert (found.people, found.back, found.exact, found.kept_records) == (2, 2, True, [])
    assert [(value.record_id, value.old, value.new) for value in found.records] == [(vip.id, None, True)]


def test_a_tag_with_many_people_is_deleted_and_brought_back_by_jobs(mona, tagged, monkeypatch, world):
    monkeypatch.setattr(following, "IN_REQUEST", 1)
    vip, press = tagged
    merged, done = merge_tags(vip, press, **mona)
    assert (done, names(), merged.ongoing) == (False, ["press"], True)
    with pytest.raises(BadTag, match="still bringing people"):
        delete_tag(press, **mona)
    for waiting in following.waiting(now=NOW):
        for _ in following.follow(waiting, **mona):
            pass
    assert (having(press), merged.ongoing, merged.people) == (["Ann", "Ben", "Cleo"], False, 2)

    monkeypatch.setattr(undoing, "AT_ONCE", 1)
    run = begin_undo(merged, **mona)
    assert (names(), having(vip)) == (["press", "VIP"], [])
    for _ in undo_in_chunks(run, reach=lambda ids: within_reach(world.mona, ids), **mona):
        db.session.commit()
    assert (having(vip), having(press)) == (["Ann", "Ben"], ["Ben", "Cleo"])
    assert wrong_counters() == {}


def test_after_thirty_days_a_deleted_tag_and_what_it_was_are_forgotten(mona, tagged):
    vip, _ = tagged
    tag_id = vip.id
    delete_tag(vip, **mona)
    erase_retired(now=NOW + 29 * DAY)
    assert db.session.scalar(select(Tag.id).where(Tag.id == tag_id)) == tag_id
    erase_retired(now=NOW + 31 * DAY)
    assert db.session.scalar(select(Tag.id).where(Tag.id == tag_id)) is None
    while purge_changes(now=NOW + 31 * DAY):
        pass
    assert db.session.scalars(select(RecordChange)).all() == []
    assert db.session.scalars(select(ChangeSet.title).where(ChangeSet.about == "tag")).all() == [
        "Deleted the tag VIP"
    ]
