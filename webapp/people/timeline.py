"""What happened to a person, newest first: events, notes and touches in one stream.

A page is read by keyset: each source gives its next rows after the cursor,
and the newest of all make the page.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Float,
    Integer,
    Row,
    Select,
    String,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    not_,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from webapp.activity.models import ChangeSet, Event
from webapp.db import MOST_ID, UTC, Prepared
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
    if cursor is None or max(cursor) > MOST_ID or min(cursor) < 0:
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

    `rows` has the columns that all sources have, `entry` makes an Entry of one of them.
    """

    rows: Select
    at: ColumnElement[int]
    id: ColumnElement[int]
    by_people: ColumnElement[bool]
    entry: Callable[[Row], Entry]


def timeline(
    person_id: int, *, show: Show = "all", before: Cursor | None = None, limit: int = PAGE
) -> tuple[list[Entry], Cursor | None]:
    """A page of entries and the cursor for earlier ones, None when there are none."""
    wanted = {"person_id": person_id, "limit": limit + 1}
    if before:
        wanted |= {"before_at": before.at, "before_id": before.id}
    rows = _statement(show, before and before.source).rows(**wanted)
    entries = [_SOURCES[row.source].entry(row) for row in rows]
    entries.sort(key=lambda entry: entry.cursor, reverse=True)
    page = entries[:limit]
    return page, page[-1].cursor if len(entries) > limit else None


def pinned_notes(person_id: int) -> list[Entry]:
    """The notes kept above the timeline, the last pinned first."""
    return [_note(row) for row in _PINNED.rows(person_id=person_id)]


def changes_in(entries: Sequence[Entry]) -> list[list]:
    """Every [key, old, new] that the entries speak of, to look their names up at once."""
    return [change for entry in entries for change in entry.data.get("changes", ())]


def mentioned_in(entries: Sequence[Entry]) -> set[int]:
    """Every user whom the entries mention, to look their names up at once."""
    return {user_id for entry in entries for user_id in entry.data.get("mentions", {}).values()}


@cache
def _statement(show: Show, before_source: int | None) -> Prepared:
    """The next rows of every source, built once: building costs more than running it."""
    return Prepared(
        union_all(
            *(select(_next_rows(place, show, before_source).subquery()) for place in range(len(_SOURCES)))
        )
    )


def _next_rows(place: int, show: Show, before_source: int | None) -> Select:
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


def _event(row: Row) -> Entry:
    about = {**json.loads(row.data), "title": row.title or "", "change_set_kind": row.change_set_kind or ""}
    return _entry(
        row, "event", row.kind, about, automatic=row.by_id is None or row.change_set_kind == "import"
    )


def _note(row: Row) -> Entry:
    about = {"text": row.text, "changed_at": row.changed_at, "pinned": row.pinned_at is not None}
    about["mentions"] = json.loads(row.mentions)
    return _entry(row, "note", "note", about, automatic=row.by_id is None)


def _touch(row: Row) -> Entry:
    about = {"minutes": row.minutes, "outcome": row.outcome, "text": row.text, "number": row.number}
    return _entry(row, "touch", row.kind, about, automatic=not row.manual)


def _entry(row: Row, source: str, kind: str, data: dict, *, automatic: bool) -> Entry:
    return Entry(
        source, row.id, row.at, row.by or "", kind, automatic, Cursor(row.at, row.source, row.id), data
    )


_FACTS = {
    "kind": String(),
    "data": Text(),
    "change_set_kind": String(),
    "title": Text(),
    "text": Text(),
    "changed_at": UTC(),
    "pinned_at": UTC(),
    "minutes": Float(),
    "outcome": String(),
    "manual": Boolean(),
    "number": String(),
    "mentions": Text(),
}
"""What the sources tell beside who did it when; what one of them does not tell is NULL there."""


def _rows(place: int, model: type, at: ColumnElement[int], **told: ColumnElement) -> Select:
    facts = (told.get(name, cast(null(), kind)).label(name) for name, kind in _FACTS.items())
    return (
        select(
            literal_column(str(place), Integer).label("source"),
            model.id,
            at.label("at"),
            model.by_id,
            User.name.label("by"),
            *facts,
        )
        .outerjoin(User, User.id == model.by_id)
        .where(model.person_id == bindparam("person_id"))
    )


_EVENTS = (
    _rows(
        0,
        Event,
        Event.at,
        kind=Event.kind,
        data=type_coerce(Event.data, Text),
        change_set_kind=ChangeSet.kind,
        title=ChangeSet.title,
    )
    .outerjoin(ChangeSet, ChangeSet.id == Event.change_set_id)
    .where(*(Event.kind != kind for kind in _SHOWN_AS_THEMSELVES))
)
_NOTES = _rows(
    1,
    Note,
    Note.created_at,
    text=Note.text,
    changed_at=Note.changed_at,
    pinned_at=Note.pinned_at,
    mentions=type_coerce(Note.mentions, Text),
).where(Note.deleted_at.is_(None))
_TOUCHES = _rows(
    2,
    Touch,
    Touch.at,
    kind=Touch.kind,
    minutes=Touch.minutes,
    outcome=Touch.outcome,
    text=Touch.text,
    manual=Touch.manual,
    number=Touch.number,
).where(Touch.deleted_at.is_(None))
_PINNED = Prepared(_NOTES.where(Note.pinned_at.is_not(None)).order_by(Note.pinned_at.desc(), Note.id))
_SOURCES = (
    _Source(
        _EVENTS,
        Event.at,
        Event.id,
        and_(Event.by_id.is_not(None), func.coalesce(ChangeSet.kind, "") != "import"),
        _event,
    ),
    _Source(_NOTES.where(Note.pinned_at.is_(None)), Note.created_at, Note.id, Note.by_id.is_not(None), _note),
    _Source(_TOUCHES, Touch.at, Touch.id, Touch.manual.is_(True), _touch),
)
