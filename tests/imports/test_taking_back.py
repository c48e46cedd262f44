"""What an import adds beside its people goes with it, and comes back with them."""

import pytest
from sqlalchemy import func, select

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.models import ChangeSet, RecordChange
from webapp.activity.tracking import open_change_set
from webapp.changes.previewing import preview
from webapp.changes.record_lines import records_in_words, records_kept_by
from webapp.db import db
from webapp.groups.models import Group, PersonGroup
from webapp.groups.naming import tree
from webapp.imports import pace, running
from webapp.people.counting import wrong_counters
from webapp.people.models import Person
from webapp.people.trashing import restore
from webapp.segments.clocks import wrong_clocks
from webapp.segments.models import PersonSegment, Segment
from webapp.segments.naming import all_segments
from webapp.tags.models import PersonTag, Tag
from webapp.tags.naming import all_tags, found_tags
from webapp.tags.tagging import add_tags

TEXT = (
    "First name,E-mail,Tags,Segments,Groups\n"
    "Ada,ada@example.com,fair; vip,Press,Fairs/2026\n"
    "Dana,dana@example.com,fair,Press,Fairs\n"
)
ADDED = ["2026", "Fairs", "Press", "fair", "vip"]


def there() -> list[str]:
    """The names of all tags, segments and groups."""
    db.session.expire_all()
    listed = [*all_tags(), *all_segments(), *(tree()[i] for i in tree().by_id)]
    return sorted(one.name for one in listed)


def had_by(first: str) -> list[str]:
    """Those that somebody has."""
    names = [
        db.session.scalars(
            select(model.name)
            .join(having, column == model.id)
            .join(Person, Person.id == having.person_id)
            .where(Person.first == first, Person.hidden == 0, model.retired_at.is_(None))
        )
        for model, having, column in (
            (Tag, PersonTag, PersonTag.tag_id),
            (Segment, PersonSegment, PersonSegment.segment_id),
            (Group, PersonGroup, PersonGroup.group_id),
        )
    ]
    return sorted(name for some in names for name in some)


def id_of(first: str) -> int:
    return db.session.scalar(select(Person.id).where(Person.first == first))


@pytest.fixture
def imported(import_rows, world) -> ChangeSet:
    run = import_rows(TEXT, by=world.mona)
    return db.session.get_one(ChangeSet, run.change_set_id)


def taken_back(change_set: ChangeSet, by) -> ChangeSet:
    undone = undo_as(change_set, by=by)
    db.session.commit()
    return undone


def restored(first: str, by) -> ChangeSet:
    change_set = open_change_set("restore", "Restored", by=by, now=NOW)
    restore([id_of(first)], by=by, now=NOW, change_set=change_set)
    db.session.commit()
    return change_set


def test_what_an_import_added_goes_with_it_and_comes_back_with_it(imported, world):
    assert there() == ADDED
    said = {line.title for line in records_in_words(preview(imported, reach=set).records)}
    assert {"Tag fair", "Tag vip", "Segment Press", "Group Fairs", "Group 2026"} <= said
    undo_set = taken_back(imported, world.mona)
    assert there() == []
    assert records_kept_by(undo_set) == []
    taken_back(undo_set, world.mona)
    assert there() == ADDED
    assert had_by("Ada") == ["2026", "Press", "fair", "vip"]
    assert had_by("Dana") == ["Fairs", "Press", "fair"]
    assert wrong_counters() == {}


def test_what_others_have_by_now_stays_and_the_undo_says_so(imported, world):
    change_set = open_change_set("tag", "Tagged", by=world.mona, now=NOW)
    vip = found_tags(["vip"], now=NOW)[0]
    add_tags([world.people["henrik"]], [vip.id], by=world.mona, now=NOW, change_set=change_set)
    undo_set = taken_back(imported, world.mona)
    assert there() == ["vip"]
    assert [line.title for line in records_kept_by(undo_set)] == ["Tag vip"]


def test_who_is_restored_brings_back_what_went_with_them(imported, world):
    taken_back(imported, world.mona)
    change_set = restored("Ada", world.mona)
    assert there() == ADDED
    assert had_by("Ada") == ["2026", "Press", "fair", "vip"]
    assert wrong_counters() == {}
    assert wrong_clocks([id_of("Ada")], now=NOW) == 0
    taken_back(change_set, world.mona)
    assert there() == []
    assert wrong_counters() == {}


def test_what_has_its_name_by_now_is_left_alone_when_somebody_is_restored(imported, world):
    taken_back(imported, world.mona)
    found_tags(["VIP"], now=NOW)
    restored("Ada", world.mona)
    assert there() == ["2026", "Fairs", "Press", "VIP", "fair"]
    assert had_by("Ada") == ["2026", "Press", "fair"]


def test_an_import_that_was_cut_off_notes_each_name_once(import_rows, world, monkeypatch):
    monkeypatch.setattr(pace, "FEWEST", 1)
    monkeypatch.setattr(pace, "MOST", 1)
    run, path = import_rows.waiting(TEXT + "Eve,eve@example.com,vip; late,Press,Fairs/2026\n")
    steps = running.carry_on(run, path, by=world.mona, clock=lambda: NOW)
    for _ in range(2):
        next(steps)
        db.session.commit()
    steps.close()
    assert run.done == 1
    for _ in running.carry_on(run, path, by=world.mona, clock=lambda: NOW):
        db.session.commit()
    noted = select(RecordChange.kind, RecordChange.record_id, func.count()).group_by(
        RecordChange.kind, RecordChange.record_id
    )
    assert run.done == 3
    assert [number for _, _, number in db.session.execute(noted)] == [1] * 6
    taken_back(db.session.get_one(ChangeSet, run.change_set_id), world.mona)
    assert there() == []


def test_who_imports_but_edits_no_tags_takes_back_the_tags_too(import_rows, world):
    run = import_rows("First name,E-mail,Tags\nAda,ada@example.com,fair\n", by=world.jonas)
    taken_back(db.session.get_one(ChangeSet, run.change_set_id), world.jonas)
    assert there() == []
