"""What Muster knows about a person: nouns register what they tell of it, and what they forget of it.

Every table that holds something of people is registered here or goes with its person (CASCADE);
tests/erasing/test_registry.py refuses one for which nobody decided.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC as UTC_ZONE
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.activity.traces import Traces
from webapp.db import UTC, fetch, key

Row = dict[str, object]
"""One thing that is known, by what it is called; moments are ISO 8601 in UTC."""
Tell = Callable[[Sequence[int]], list[Row]]


class Section(NamedTuple):
    """What one noun knows of people: `tell(person_ids)` gives its rows, which come from these models."""

    title: str
    tell: Tell
    models: tuple[type, ...]


class File(NamedTuple):
    """A file about somebody: where it lies, below the instance folder, and what it is to be called. `drawn`
    are pictures of it, which are deleted with it and not handed out."""

    name: str
    path: Path
    drawn: tuple[Path, ...] = ()


Forget = Callable[[Collection[int]], None]
ForgetTraces = Callable[[Traces], None]
FilesOf = Callable[[Sequence[int]], list[File]]

SECTIONS: dict[str, Section] = {}
FILES: dict[str, FilesOf] = {}
FORGETTING: dict[str, tuple[Forget, tuple[type, ...]]] = {}
SEARCHING: dict[str, tuple[ForgetTraces, tuple[type, ...]]] = {}
MAY_NAME: dict[type, dict[str, InstrumentedAttribute]] = {}
OWN_WORDS: set[str] = set()


def tells(title: str, tell: Tell, *models: type) -> None:
    """Register a section of everything that is known about somebody."""
    SECTIONS[title] = Section(title, tell, models)


def tells_files(what: str, files_of: FilesOf) -> None:
    """Register files that are somebody's: they are handed out to them, and deleted with them."""
    FILES[what] = files_of


def forgets(what: str, forget: Forget, *models: type) -> None:
    """Register what goes when people are erased and no foreign key takes it along."""
    FORGETTING[what] = forget, models


def forgets_traces(what: str, forget: ForgetTraces, *models: type) -> None:
    """Register records that go as a whole when they name somebody who is erased."""
    SEARCHING[what] = forget, models


def may_name(*columns: InstrumentedAttribute) -> None:
    """Register texts and documents that may name somebody else: whoever is erased is taken out of them."""
    for column in columns:
        MAY_NAME.setdefault(column.class_, {})[column.key] = column


def own_words(*words: str) -> None:
    """Register what Muster itself writes into such texts: nobody is recognised by it who is called so."""
    OWN_WORDS.update(map(key, words))


def rows_of(
    columns: Mapping[str, ColumnElement],
    *,
    whose: InstrumentedAttribute | None = None,
    join: type | None = None,
    order_by: Sequence[ColumnElement],
) -> Tell:
    """A Tell of a table's rows: these columns, by what they are called. It finds them by the column `whose`,
    which is "record" if nothing else is said; a foreign key leads to the model `join`, or from it."""
    if whose is None:
        whose = columns["record"]
    statement = select(*(column.label(name) for name, column in columns.items())).order_by(*order_by)
    if join is not None:
        statement = statement.join_from(whose.class_, join)
    return lambda person_ids: told(statement.where(whose.in_(person_ids)))


def told(statement: Select) -> list[Row]:
    """The rows of a SELECT of labelled columns, as sections tell them; 0 is a moment that never was."""
    columns = [(column.key, isinstance(column.type, UTC)) for column in statement.selected_columns]
    return [
        {
            name: iso(value) if is_moment else value
            for (name, is_moment), value in zip(columns, row, strict=True)
        }
        for row in fetch(statement)
    ]


def iso(moment: int | None) -> str:
    """'2026-11-22T18:05:00Z', '' for never."""
    return datetime.fromtimestamp(moment, UTC_ZONE).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""
