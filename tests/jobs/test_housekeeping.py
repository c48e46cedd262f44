import threading

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.jobs import housekeeping
from webapp.people import purging
from webapp.people.models import Note, NoteVersion, Person, Touch
from webapp.people.notes import add_note, change_note, delete_note
from webapp.people.touches import Details, delete_touch, log_touch
from webapp.people.trashing import move_to_trash
from webapp.users.session import Session, start_session

pytestmark = pytest.mark.usefixtures("nobody_signed_in")

DAY = 24 * 3600


def test_only_what_lapsed_is_forgotten(world):
    start_session(world.mona.id, stays=False, address="", agent="early", now=NOW - 13 * 3600)
    start_session(world.mona.id, stays=False, address="", agent="late", now=NOW)
    db.session.commit()
    housekeeping.forget_what_lapsed(now=NOW, stop=threading.Event())
    assert db.session.scalars(select(Session.agent)).all() == ["late"]


def test_the_trash_is_emptied_after_thirty_days_and_not_before(world):
    for now, name in ((NOW - 31 * DAY, "dana"), (NOW, "henrik")):
        change_set = open_change_set("trash", "Trashed", by=world.mona, now=now)
        move_to_trash([world.people[name]], by=world.mona, now=now, change_set=change_set)
    db.session.commit()
    housekeeping.empty_trash(now=NOW, stop=threading.Event())
    assert set(db.session.scalars(select(Person.id))) == {world.people["henrik"], world.people["ines"]}


def test_long_tidying_stops_when_it_is_told_to(world):
    change_set = open_change_set("trash", "Trashed", by=world.mona, now=NOW - 31 * DAY)
    dana = world.people["dana"]
    move_to_trash([dana], by=world.mona, now=NOW - 31 * DAY, change_set=change_set)
    db.session.commit()
    stop = threading.Event()
    stop.set()
    housekeeping.empty_trash(now=NOW, stop=stop)
    assert db.session.get(Person, dana) is not None


def test_the_log_of_sqlite_is_cut_short(engine, world, database_url):
    housekeeping.checkpoint(now=NOW, stop=threading.Event())
    if engine == "sqlite":
        with open(database_url.removeprefix("sqlite:///") + "-wal", "rb") as log:
            assert log.read() == b""


def test_deleted_notes_and_touches_are_erased_after_thirty_days_with_their_wordings(world):
    kept, _gone, late = deleted_notes(world, NOW - 40 * DAY, None, NOW - 31 * DAY, NOW - 29 * DAY)
    _gone, stays = deleted_touches(world, NOW - 31 * DAY, NOW - 29 * DAY)
    housekeeping.purge_deleted_notes_and_touches(now=NOW, stop=threading.Event())
    db.session.expire_all()
    assert set(db.session.scalars(select(Note.id))) == {kept, late}
    assert set(db.session.scalars(select(NoteVersion.note_id))) == {kept, late}
    assert set(db.session.scalars(select(Touch.id))) == {stays}


def test_deleted_notes_are_erased_in_chunks(world, monkeypatch):
    monkeypatch.setattr(purging, "ROWS_AT_ONCE", 2)
    deleted_notes(world, NOW - 40 * DAY, *[NOW - 31 * DAY] * 5)
    assert [purging.purge_deleted(now=NOW) for _ in range(4)] == [2, 2, 1, 0]


def deleted_notes(world, written: int, *deleted: int | None) -> list[int]:
    """A note with an earlier wording for each of these times at which it was deleted; returns their ids."""
    by = {"by": world.mona, "now": written}
    change_set = open_change_set("note", "Wrote notes", **by)
    notes = []
    for at in deleted:
        note = add_note(world.people["dana"], "First", change_set=change_set, **by)
        change_note(note, "Second", seen="First", change_set=change_set, **by)
        if at:
            delete_note(note, by=world.mona, now=at, change_set=change_set)
        notes.append(note.id)
    db.session.commit()
    return notes


def deleted_touches(world, *deleted: int) -> list[int]:
    """A call for each of these times at which it was deleted; returns their ids."""
    change_set = open_change_set("touch", "Logged calls", by=world.mona, now=NOW)
    context = {"by": world.mona, "change_set": change_set}
    touches = [log_touch(world.people["dana"], Details("call", NOW), now=NOW, **context) for _ in deleted]
    for touch, at in zip(touches, deleted, strict=True):
        delete_touch(touch, now=at, **context)
    db.session.commit()
    return [touch.id for touch in touches]
