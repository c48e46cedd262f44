"""The timeline: events, notes and touches in one stream, newest first, by keyset."""

import pytest

from tests.world import NOW
from webapp.activity.models import Event
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.people.models import Note, Touch
from webapp.people.timeline import Cursor, pinned_notes, read_cursor, timeline


@pytest.fixture
def person_id(world):
    return world.person(first="Nobody", last="Yet")


@pytest.fixture
def busy(world, person_id):
    """Forty entries of all three kinds, many of the same second."""
    for n in range(13):
        at = NOW - 1000 + n // 4
        db.session.add(
            Event(person_id=person_id, at=at, by_id=world.mona.id if n % 2 else None, kind="x", data={})
        )
        db.session.add(Note(person_id=person_id, by_id=world.mona.id, text=str(n), created_at=at))
        db.session.add(Touch(person_id=person_id, kind="call", at=at, by_id=world.mona.id, created_at=NOW))
    db.session.flush()


def walk(person_id, **options):
    entries, cursor = timeline(person_id, **options)
    while cursor:
        more, cursor = timeline(person_id, before=read_cursor(str(cursor)), **options)
        entries += more
    return entries


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_of_any_size_give_every_entry_once_and_in_order(person_id, busy, limit):
    entries = walk(person_id, limit=limit)
    assert len(entries) == 40 == len({(e.source, e.id) for e in entries})
    assert [e.cursor for e in entries] == sorted((e.cursor for e in entries), reverse=True)


def test_by_people_and_automatic_part_the_whole(person_id, busy):
    both = walk(person_id, show="people", limit=5) + walk(person_id, show="automatic", limit=5)
    assert {(e.source, e.id) for e in both} == {(e.source, e.id) for e in walk(person_id)}
    assert all(e.automatic for e in walk(person_id, show="automatic"))
    assert not any(e.automatic for e in walk(person_id, show="people"))


def test_what_an_import_did_is_automatic_though_somebody_started_it(world, person_id):
    change_set = open_change_set("import", "Imported people.csv", by=world.mona, now=NOW)
    db.session.add(
        Event(
            person_id=person_id,
            at=NOW,
            by_id=world.mona.id,
            kind="changed",
            data={},
            change_set_id=change_set.id,
        )
    )
    db.session.flush()
    assert [e.kind for e in walk(person_id, show="automatic")] == ["changed"]


def test_pinned_notes_stand_above_and_not_in_the_stream(world, person_id):
    db.session.add(Note(person_id=person_id, by_id=world.mona.id, text="Top", created_at=NOW, pinned_at=NOW))
    db.session.flush()
    assert [e.data["text"] for e in pinned_notes(person_id)] == ["Top"]
    assert "note" not in {e.source for e in walk(person_id)}


@pytest.mark.parametrize(
    "text", ["", "1", "1-2", "a-b-c", "1-2-3-4", "-1-2-3", "9" * 30 + "-1-1", "1-1-\0", "१-1-1x"]
)
def test_what_is_no_place_in_a_timeline_is_refused(text):
    with pytest.raises(ValueError, match=r"timeline|literal"):
        read_cursor(text)


def test_a_cursor_survives_the_address():
    assert read_cursor(str(Cursor(NOW, 1, 7))) == Cursor(NOW, 1, 7)
