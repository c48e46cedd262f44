"""What a timeline is made of: events, notes and touches as rows of the same columns, and an entry of each."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

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
    null,
    select,
    type_coerce,
)

from webapp.activity.models import ChangeSet, Event
from webapp.db import UTC, Prepared
from webapp.people.models import Note, Touch
from webapp.users.user import User

_SHOWN_AS_THEMSELVES = ("noted", "note changed", "touched", "touch changed")
"""Events of notes and touches that stand: the timeline shows the note or touch itself."""


class Cursor(NamedTuple):
    """The last entry shown; entries of the same second stand by source (its place in SOURCES) and id."""

    at: int
    source: int
    id: int

    def __str__(self) -> str:
        return "-".join(map(str, self))


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


class Source(NamedTuple):
    """One of the three tables: its rows of a person, when each happened, and which of them people did.

    `rows` has the columns that all sources have, `entry` makes an Entry of one of them.
    """

    rows: Select
    at: ColumnElement[int]
    id: ColumnElement[int]
    by_people: ColumnElement[bool]
    entry: Callable[[Row], Entry]


def _event(row: Row) -> Entry:
    about = {**json.loads(row.data), "title": row.title or "", "change_set_kind": row.change_set_kind or ""}
    return _entry(
        row, "event", row.kind, about, automatic=row.by_id is None or row.change_set_kind == "import"
    )


def note_entry(row: Row) -> Entry:
    """A note as the timeline, or what is pinned above it, shows it."""
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
PINNED = Prepared(_NOTES.where(Note.pinned_at.is_not(None)).order_by(Note.pinned_at.desc(), Note.id))
SOURCES = (
    Source(
        _EVENTS,
        Event.at,
        Event.id,
        and_(Event.by_id.is_not(None), func.coalesce(ChangeSet.kind, "") != "import"),
        _event,
    ),
    Source(
        _NOTES.where(Note.pinned_at.is_(None)), Note.created_at, Note.id, Note.by_id.is_not(None), note_entry
    ),
    Source(_TOUCHES, Touch.at, Touch.id, Touch.manual.is_(True), _touch),
)
