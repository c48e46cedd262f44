"""What happened to a person, newest first: events, notes and touches in one stream.

A page is read by keyset: each source gives its next rows after the cursor,
and the newest of all make the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from webapp.activity.models import ChangeSet, Event
from webapp.db import db
from webapp.people.models import Note, Touch
from webapp.users.user import User

PAGE = 30
Show = Literal["all", "people", "automatic"]
SHOWS: tuple[Show, ...] = ("all", "people", "automatic")

_SHOWN_AS_THEMSELVES = ("noted", "note changed", "touched", "touch changed")
"""Events of notes and touches that stand: the timeline shows the note or touch itself."""
_EVENT, _NOTE, _TOUCH = range(3)


class Cursor(NamedTuple):
    """The last entry shown; entries of the same second stand by source and id."""

    at: int
    source: int
    id: int

    def __str__(self) -> str:
        return "-".join(map(str, self))


def read_cursor(text: str) -> Cursor:
    """The cursor of an address; raises ValueError."""
    cursor = Cursor(*map(int, text.split("-", 2))) if text.count("-") == 2 else None
    if cursor is None or max(cursor) > 2**53 or min(cursor) < 0:
        raise ValueError("not a place in a timeline")
    return cursor


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `source` is 'event', 'note' or 'touch', `kind` the event's or touch's kind.

    `by` is the user's name, '' if Muster did it; `data` what the sentence needs.
    """

    source: str
    id: int
    at: int
    by: str
    kind: str
    automatic: bool
    cursor: Cursor
    data: dict = field(default_factory=dict)


_EVENTS = (
    select(
        Event.id,
        Event.at,
        User.name.label("by"),
        Event.kind,
        Event.data,
        Event.by_id,
        ChangeSet.kind.label("change_set_kind"),
        ChangeSet.title,
    )
    .outerjoin(User, User.id == Event.by_id)
    .outerjoin(ChangeSet, ChangeSet.id == Event.change_set_id)
    .where(Event.person_id == bindparam("person_id"), Event.kind.not_in(_SHOWN_AS_THEMSELVES))
)
_NOTES = (
    select(
        Note.id,
        Note.created_at.label("at"),
        User.name.label("by"),
        Note.text,
        Note.changed_at,
        Note.pinned_at,
        Note.by_id,
    )
    .outerjoin(User, User.id == Note.by_id)
    .where(Note.person_id == bindparam("person_id"), Note.deleted_at.is_(None))
)
_PINNED = _NOTES.where(Note.pinned_at.is_not(None)).order_by(Note.pinned_at.desc(), Note.id)
_TOUCHES = (
    select(
        Touch.id,
        Touch.at,
        User.name.label("by"),
        Touch.kind,
        Touch.minutes,
        Touch.outcome,
        Touch.text,
        Touch.manual,
    )
    .outerjoin(User, User.id == Touch.by_id)
    .where(Touch.person_id == bindparam("person_id"), Touch.deleted_at.is_(None))
)


def timeline(
    person_id: int, *, show: Show = "all", before: Cursor | None = None, limit: int = PAGE
) -> tuple[list[Entry], Cursor | None]:
    """A page of entries and the cursor for earlier ones, None when there are none."""
    entries = [
        *_events(person_id, show, before, limit + 1),
        *_notes(person_id, show, before, limit + 1),
        *_touches(person_id, show, before, limit + 1),
    ]
    entries.sort(key=lambda entry: entry.cursor, reverse=True)
    page = entries[:limit]
    return page, page[-1].cursor if len(entries) > limit else None


def pinned_notes(person_id: int) -> list[Entry]:
    """The notes kept above the timeline, the last pinned first."""
    return [_note_entry(row) for row in db.session.execute(_PINNED, {"person_id": person_id})]


def changes_in(entries: Sequence[Entry]) -> list[list]:
    """Every [key, old, new] that the entries speak of, to look their names up at once."""
    return [change for entry in entries for change in entry.data.get("changes", ())]


def _events(person_id: int, show: Show, before: Cursor | None, limit: int) -> list[Entry]:
    statement, automatic = _EVENTS, or_(Event.by_id.is_(None), ChangeSet.kind == "import")
    if show == "people":
        statement = statement.where(
            Event.by_id.is_not(None), or_(ChangeSet.kind.is_(None), ChangeSet.kind != "import")
        )
    elif show == "automatic":
        statement = statement.where(automatic)
    rows = _page(person_id, statement, Event.at, Event.id, _EVENT, before, limit)
    return [
        Entry(
            "event",
            row.id,
            row.at,
            row.by or "",
            row.kind,
            row.by_id is None or row.change_set_kind == "import",
            Cursor(row.at, _EVENT, row.id),
            {**row.data, "title": row.title or "", "change_set_kind": row.change_set_kind or ""},
        )
        for row in rows
    ]


def _notes(person_id: int, show: Show, before: Cursor | None, limit: int) -> list[Entry]:
    statement = _of_people_or_not(_NOTES, Note.by_id.is_not(None), show).where(Note.pinned_at.is_(None))
    rows = _page(person_id, statement, Note.created_at, Note.id, _NOTE, before, limit)
    return [_note_entry(row) for row in rows]


def _note_entry(row) -> Entry:
    return Entry(
        "note",
        row.id,
        row.at,
        row.by or "",
        "note",
        row.by_id is None,
        Cursor(row.at, _NOTE, row.id),
        {"text": row.text, "changed_at": row.changed_at, "pinned": row.pinned_at is not None},
    )


def _touches(person_id: int, show: Show, before: Cursor | None, limit: int) -> list[Entry]:
    statement = _of_people_or_not(_TOUCHES, Touch.manual, show)
    rows = _page(person_id, statement, Touch.at, Touch.id, _TOUCH, before, limit)
    return [
        Entry(
            "touch",
            row.id,
            row.at,
            row.by or "",
            row.kind,
            not row.manual,
            Cursor(row.at, _TOUCH, row.id),
            {"minutes": row.minutes, "outcome": row.outcome, "text": row.text},
        )
        for row in rows
    ]


def _of_people_or_not(statement, by_people: ColumnElement[bool], show: Show):
    if show == "all":
        return statement
    return statement.where(by_people if show == "people" else ~by_people)


def _page(person_id: int, statement, at, row_id, source: int, before: Cursor | None, limit: int):
    if before:
        statement = statement.where(_comes_after(at, row_id, source, before))
    statement = statement.order_by(at.desc(), row_id.desc()).limit(limit)
    return db.session.execute(statement, {"person_id": person_id})


def _comes_after(at, row_id, source: int, before: Cursor) -> ColumnElement[bool]:
    """Older than the cursor, in the order of (at, source, id)."""
    if source < before.source:
        return at <= before.at
    if source > before.source:
        return at < before.at
    return and_(at <= before.at, or_(at < before.at, row_id < before.id))
