"""What happened to a person, newest first: events, notes and touches in one stream.

A page is read by keyset: each source gives its next rows after the cursor,
and the newest of all make the page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, not_, or_, select

from webapp.activity.models import ChangeSet, Event
from webapp.db import db
from webapp.people.models import Note, Touch
from webapp.users.user import User

PAGE = 30
Show = Literal["all", "people", "automatic"]
SHOWS: tuple[Show, ...] = ("all", "people", "automatic")

_SHOWN_AS_THEMSELVES = ("noted", "note changed", "touched", "touch changed")
"""Events of notes and touches that stand: the timeline shows the note or touch itself."""


class Cursor(NamedTuple):
    """The last entry shown; entries of the same second stand by source (its place in _SOURCES) and id."""

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


class _Source(NamedTuple):
    """One of the three tables: its rows of a person, when each happened, and which of them people did.

    `entry` makes an Entry of a row and the source's place among the sources.
    """

    rows: Select
    at: ColumnElement[int]
    id: ColumnElement[int]
    by_people: ColumnElement[bool]
    entry: Callable[[Row, int], Entry]


def timeline(
    person_id: int, *, show: Show = "all", before: Cursor | None = None, limit: int = PAGE
) -> tuple[list[Entry], Cursor | None]:
    """A page of entries and the cursor for earlier ones, None when there are none."""
    wanted = {"person_id": person_id, "limit": limit + 1}
    if before:
        wanted |= {"before_at": before.at, "before_id": before.id}
    entries = [
        source.entry(row, place)
        for place, source in enumerate(_SOURCES)
        for row in db.session.execute(_statement(place, show, before and before.source), wanted)
    ]
    entries.sort(key=lambda entry: entry.cursor, reverse=True)
    page = entries[:limit]
    return page, page[-1].cursor if len(entries) > limit else None


def pinned_notes(person_id: int) -> list[Entry]:
    """The notes kept above the timeline, the last pinned first."""
    return [_note(row, 1) for row in db.session.execute(_PINNED, {"person_id": person_id})]


def changes_in(entries: Sequence[Entry]) -> list[list]:
    """Every [key, old, new] that the entries speak of, to look their names up at once."""
    return [change for entry in entries for change in entry.data.get("changes", ())]


@cache
def _statement(place: int, show: Show, before_source: int | None) -> Select:
    """The next rows of a source, built once: building costs more than running it."""
    source = _SOURCES[place]
    statement = source.rows
    if show != "all":
        statement = statement.where(source.by_people if show == "people" else not_(source.by_people))
    if before_source is not None:
        statement = statement.where(_comes_after(source, place, before_source))
    return statement.order_by(source.at.desc(), source.id.desc()).limit(bindparam("limit"))


def _comes_after(source: _Source, place: int, before_source: int) -> ColumnElement[bool]:
    """Older than the cursor, in the order of (at, source, id)."""
    at, row_id = bindparam("before_at"), bindparam("before_id")
    if place < before_source:
        return source.at <= at
    if place > before_source:
        return source.at < at
    return and_(source.at <= at, or_(source.at < at, source.id < row_id))


def _event(row, place: int) -> Entry:
    return Entry(
        "event",
        row.id,
        row.at,
        row.by or "",
        row.kind,
        row.by_id is None or row.change_set_kind == "import",
        Cursor(row.at, place, row.id),
        {**row.data, "title": row.title or "", "change_set_kind": row.change_set_kind or ""},
    )


def _note(row, place: int) -> Entry:
    return Entry(
        "note",
        row.id,
        row.at,
        row.by or "",
        "note",
        row.by_id is None,
        Cursor(row.at, place, row.id),
        {"text": row.text, "changed_at": row.changed_at, "pinned": row.pinned_at is not None},
    )


def _touch(row, place: int) -> Entry:
    return Entry(
        "touch",
        row.id,
        row.at,
        row.by or "",
        row.kind,
        not row.manual,
        Cursor(row.at, place, row.id),
        {"minutes": row.minutes, "outcome": row.outcome, "text": row.text},
    )


_PERSON = bindparam("person_id")
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
    .where(Note.person_id == _PERSON, Note.deleted_at.is_(None))
)
_PINNED = _NOTES.where(Note.pinned_at.is_not(None)).order_by(Note.pinned_at.desc(), Note.id)
_SOURCES = (
    _Source(
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
        .where(Event.person_id == _PERSON, Event.kind.not_in(_SHOWN_AS_THEMSELVES)),
        Event.at,
        Event.id,
        and_(Event.by_id.is_not(None), func.coalesce(ChangeSet.kind, "") != "import"),
        _event,
    ),
    _Source(_NOTES.where(Note.pinned_at.is_(None)), Note.created_at, Note.id, Note.by_id.is_not(None), _note),
    _Source(
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
        .where(Touch.person_id == _PERSON, Touch.deleted_at.is_(None)),
        Touch.at,
        Touch.id,
        Touch.manual.is_(True),
        _touch,
    ),
)
