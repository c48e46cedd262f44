"""Notes on people: written, edited with every earlier wording kept, pinned, deleted.

Writing, editing and deleting are changes of the kind 'note' whose value is the text, None for a note that
does not stand; pinning is one of the kind 'pin'. So undo takes each of them back.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from webapp.activity.models import ChangeSet
from webapp.activity.putting_back import note_put_back, rows_at
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.activity.tracking import Changed, note_changes, track
from webapp.db import db
from webapp.people.mentions import mentioned, settle_mentions
from webapp.people.models import Note, NoteVersion
from webapp.users.user import user_name


class NoteConflict(Exception):
    """Somebody else edited the note meanwhile."""


def add_note(person_id: int, text: str, *, by, now: int, change_set: ChangeSet) -> Note:
    """Write a note on somebody."""
    return add_notes([person_id], text, by=by, now=now, change_set=change_set)[0]


def add_notes(person_ids: Collection[int], text: str, *, by, now: int, change_set: ChangeSet) -> list[Note]:
    """Write the same note on each of them."""
    notes = [Note(person_id=person_id, by_id=by.id, text=text, created_at=now) for person_id in person_ids]
    db.session.add_all(notes)
    db.session.flush()
    note_changes(
        change_set, [Changed(note.person_id, "note", str(note.id), None, text) for note in notes], now=now
    )
    told = ((note.person_id, {"note": note.id}) for note in notes)
    track("noted", told, by=by, now=now, change_set=change_set)
    return notes


def change_note(note: Note, text: str, *, seen: str, by, now: int, change_set: ChangeSet) -> None:
    """Word a note anew; the wording before stays in its history.

    Raises NoteConflict when the present wording is neither the one `seen` nor the new one.
    """
    if note.text not in (seen, text):
        raise NoteConflict
    if note.text == text:
        return
    before, named = note.text, mentioned(note)
    _reword(note, text, by, now)
    settle_mentions(note, named, now=now)
    _note(note, before, text, "note changed", by, now, change_set)


def delete_note(note: Note, *, by, now: int, change_set: ChangeSet) -> None:
    """Take a note away; its row stays for undo."""
    named = mentioned(note)
    note.deleted_at, note.deleted_by_id = now, by.id
    settle_mentions(note, named, now=now)
    _note(note, note.text, None, "note deleted", by, now, change_set)


def pin_note(note: Note, pinned: bool, *, by, now: int, change_set: ChangeSet) -> None:
    """Keep a note above the timeline, or let it back into it."""
    before, note.pinned_at = note.pinned_at is not None, now if pinned else None
    db.session.flush()
    note_changes(change_set, [Changed(note.person_id, "pin", str(note.id), before, pinned)], now=now)


def note_of(person_id: int, note_id: int, *, lock: bool = False) -> Note | None:
    """A standing note on that person; with `lock` nobody else changes it until the transaction ends."""
    statement = select(Note).where(Note.id == note_id, Note.person_id == person_id, Note.deleted_at.is_(None))
    return db.session.scalar(statement.with_for_update() if lock else statement)


class Version(NamedTuple):
    """A wording that was replaced, when, and by whom ('' for Muster)."""

    text: str
    replaced_at: int
    by: str


def versions_of(note: Note) -> list[Version]:
    """The wordings before the present one, the latest first."""
    rows = db.session.execute(
        select(NoteVersion.text, NoteVersion.replaced_at, user_name(NoteVersion.replaced_by_id, ""))
        .where(NoteVersion.note_id == note.id)
        .order_by(NoteVersion.id.desc())
    )
    return [Version(*row) for row in rows]


def _reword(note: Note, text: str, by, now: int) -> None:
    db.session.add(NoteVersion(note_id=note.id, text=note.text, replaced_at=now, replaced_by_id=by.id))
    note.text, note.changed_at = text, now


def _note(note: Note, before, after, event: str, by, now: int, change_set: ChangeSet) -> None:
    db.session.flush()
    note_changes(change_set, [Changed(note.person_id, "note", str(note.id), before, after)], now=now)
    track(event, [(note.person_id, {"note": note.id})], by=by, now=now, change_set=change_set)


def register() -> None:
    """Let undo take back what was written, reworded, deleted and pinned."""
    reversible("note", Reversible(_texts, _put_texts_back, lambda _key: "Note", _text_words))
    reversible("pin", Reversible(_pins, _put_pins_back, lambda _key: "Pin", _pin_words))


def _texts(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    return {
        pair: None if note.deleted_at else note.text for pair, note in rows_at(Note, pairs, lock=lock).items()
    }


def _put_texts_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    for pair, note in rows_at(Note, todo, lock=True).items():
        old, named = todo[pair][1], mentioned(note)
        note.deleted_at, note.deleted_by_id = (now, by.id) if old is None else (None, None)
        if old not in (None, note.text):
            _reword(note, old, by, now)
        settle_mentions(note, named, now=now)
    db.session.flush()
    note_put_back(change_set, "note", todo, now=now)
    undone = ((person_id, {"what": "note"}) for person_id, _ in todo)
    track("undone", undone, by=by, now=now, change_set=change_set)


def _text_words(_key: str, text: object) -> str:
    return str(text or "")


def _pins(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    return {pair: note.pinned_at is not None for pair, note in rows_at(Note, pairs, lock=lock).items()}


def _put_pins_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    for pair, note in rows_at(Note, todo, lock=True).items():
        note.pinned_at = now if todo[pair][1] else None
    db.session.flush()
    note_put_back(change_set, "pin", todo, now=now)


def _pin_words(_key: str, pinned: object) -> str:
    return "pinned" if pinned else ""
