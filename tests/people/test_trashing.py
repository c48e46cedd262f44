"""The trash: out of sight at once, back for 30 days, then gone for good."""

import pytest
from sqlalchemy import func, select, text

from tests.world import NOW
from webapp.activity.models import Change, Event
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.people.counting import wrong_counters
from webapp.people.models import Note, Person, PersonEmail, PersonSearch, PersonTrash
from webapp.people.trashing import empty_trash, move_to_trash, restore
from webapp.people.visible import only_visible
from webapp.tags.models import PersonTag
from webapp.tags.naming import found_tags

DAY = 24 * 3600


@pytest.fixture
def trash(world):
    def move(*person_ids, at=NOW):
        change_set = open_change_set("trash", "Moved to the trash", by=world.mona, now=at)
        return move_to_trash(list(person_ids), by=world.mona, now=at, change_set=change_set)

    return move


def test_somebody_in_the_trash_is_seen_by_nobody_and_counted_nowhere(world, trash):
    dana = world.people["dana"]
    assert trash(dana, 10**6) == [dana]
    assert only_visible(world.mona, [dana]) == []
    assert wrong_counters() == {}
    row = db.session.get(PersonTrash, dana)
    assert (row.at, row.by_id) == (NOW, world.mona.id)
    assert trash(dana) == []


def test_somebody_restored_is_as_before(world, trash):
    dana = world.people["dana"]
    trash(dana)
    change_set = open_change_set("restore", "Restored", by=world.mona, now=NOW)
    assert restore([dana], by=world.mona, now=NOW, change_set=change_set) == [dana]
    assert only_visible(world.mona, [dana]) == [dana]
    assert wrong_counters() == {}
    assert db.session.scalars(select(Event.kind).where(Event.person_id == dana).order_by(Event.id)).all() == [
        "created",
        "trashed",
        "restored",
    ]


def test_after_thirty_days_nothing_is_left(world, trash):
    vip = found_tags(["vip"], now=NOW)[0]
    gone = world.person(first="Gone", emails=[["g@example.com"] * 2], tag_ids=[vip.id])
    db.session.add(Note(person_id=gone, text="secret", created_at=NOW))
    trash(gone)
    trash(world.people["dana"], at=NOW + 20 * DAY)
    assert empty_trash(now=NOW + 30 * DAY + 1) == 1
    assert empty_trash(now=NOW + 30 * DAY + 1) == 0
    for model in (Note, PersonEmail, PersonSearch, PersonTag, Change, Event, PersonTrash):
        assert not db.session.scalar(
            select(func.count()).select_from(model).where(model.person_id == gone)
        ), model
    assert db.session.get(Person, gone) is None
    assert db.session.get(Person, world.people["dana"])
    if db.session.get_bind().dialect.name == "sqlite":
        found = text("SELECT count(*) FROM person_fts WHERE person_fts MATCH '\" gone\"'")
        assert db.session.scalar(found) == 0
        db.session.execute(text("INSERT INTO person_fts (person_fts) VALUES ('integrity-check')"))
