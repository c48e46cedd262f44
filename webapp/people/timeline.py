"""What happened to a person, newest first: events, notes and touches in one stream.

A page is read by keyset: each source gives its next rows after the cursor,
and the newest of all make the page.
"""

from collections.abc import Sequence
from functools import cache
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, bindparam, not_, or_, select, union_all

from webapp.db import MOST_ID, Prepared
from webapp.people.timeline_sources import PINNED, SOURCES, Cursor, Entry, Source, note_entry

PAGE = 30
Show = Literal["all", "people", "automatic"]
SHOWS: tuple[Show, ...] = ("all", "people", "automatic")


def read_cursor(text: str) -> Cursor:
    """The cursor of an address; raises ValueError."""
    cursor = Cursor(*map(int, text.split("-", 2))) if text.count("-") == 2 else None
    if cursor is None or max(cursor) > MOST_ID or min(cursor) < 0:
        raise ValueError("not a place in a timeline")
    return cursor


def timeline(
    person_id: int, *, show: Show = "all", before: Cursor | None = None, limit: int = PAGE
) -> tuple[list[Entry], Cursor | None]:
    """A page of entries and the cursor for earlier ones, None when there are none."""
    wanted = {"person_id": person_id, "limit": limit + 1}
    if before:
        wanted |= {"before_at": before.at, "before_id": before.id}
    rows = _statement(show, before and before.source).rows(**wanted)
    entries = [SOURCES[row.source].entry(row) for row in rows]
    entries.sort(key=lambda entry: entry.cursor, reverse=True)
    page = entries[:limit]
    return page, page[-1].cursor if len(entries) > limit else None


def pinned_notes(person_id: int) -> list[Entry]:
    """The notes kept above the timeline, the last pinned first."""
    return [note_entry(row) for row in PINNED.rows(person_id=person_id)]


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
            *(select(_next_rows(place, show, before_source).subquery()) for place in range(len(SOURCES)))
        )
    )


def _next_rows(place: int, show: Show, before_source: int | None) -> Select:
    source = SOURCES[place]
    statement = source.rows
    if show != "all":
        statement = statement.where(source.by_people if show == "people" else not_(source.by_people))
    if before_source is not None:
        statement = statement.where(_comes_after(source, place, before_source))
    return statement.order_by(source.at.desc(), source.id.desc()).limit(bindparam("limit"))


def _comes_after(source: Source, place: int, before_source: int) -> ColumnElement[bool]:
    """Older than the cursor, in the order of (at, source, id)."""
    at, row_id = bindparam("before_at"), bindparam("before_id")
    if place < before_source:
        return source.at <= at
    if place > before_source:
        return source.at < at
    return and_(source.at <= at, or_(source.at < at, source.id < row_id))
