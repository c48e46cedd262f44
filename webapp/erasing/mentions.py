"""Texts and documents of other records that name somebody: finding them, and taking the name out."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Text, bindparam, inspect, or_, select, tuple_, type_coerce, update

from webapp.activity.knowing import MAY_NAME
from webapp.activity.traces import Traces
from webapp.db import batches, db, key, on_sqlite

AT_ONCE = 20
"""So many texts are looked for in one reading of a table."""
ROWS_AT_ONCE = 500
_OLD, _NEW = "old_", "new_"


class Mention(NamedTuple):
    """A row that names them, by its primary key."""

    model: type
    primary: tuple


def mentions_of(traces: Traces) -> list[Mention]:
    """Every row of somebody else or of nobody that names them.

    It reads whole tables, so ask before anything is written, and nobody waits.
    """
    return [mention for model in MAY_NAME for mention in _mentions_in(model, traces)]


def take_out(mentions: list[Mention], traces: Traces) -> None:
    """Put a word into the place of every name and address; what else the rows say by now stays.

    Thousands of them are written in a few statements, since others wait meanwhile.
    """
    for model, of_model in groupby(mentions, key=attrgetter("model")):
        for primaries in batches((mention.primary for mention in of_model), ROWS_AT_ONCE):
            _clean(model, primaries, traces)


def _clean(model: type, primaries: Sequence[tuple], traces: Traces) -> None:
    """Rows of which the same columns change are written by one statement."""
    columns, primary = MAY_NAME[model], inspect(model).primary_key
    writings: dict[frozenset, list[dict]] = {}
    for row in db.session.execute(select(*primary, *columns.values()).where(_one_of(primary, primaries))):
        values = dict(zip(columns, row[len(primary) :], strict=True))
        changed = {n: clean for n, value in values.items() if (clean := traces.taken_out_of(value)) != value}
        changed |= {f"{n}_key": key(text) for n, text in changed.items() if hasattr(model, f"{n}_key")}
        place = {_OLD + column.name: row[i] for i, column in enumerate(primary)}
        new = {_NEW + name: value for name, value in changed.items()}
        writings.setdefault(frozenset(changed), []).append(place | new)
    here = [column == bindparam(_OLD + column.name) for column in primary]
    for names, rows in writings.items():
        if names:
            values = {name: bindparam(_NEW + name) for name in names}
            db.session.execute(update(model.__table__).where(*here).values(values), rows)


def _one_of(primary: Sequence, primaries: Sequence[tuple]):
    if len(primary) > 1:
        return tuple_(*primary).in_(primaries)
    return primary[0].in_([value for (value,) in primaries])


def _mentions_in(model: type, traces: Traces) -> Iterator[Mention]:
    columns, primary = MAY_NAME[model].values(), inspect(model).primary_key
    found: dict[Mention, None] = {}
    for kernels in batches(traces.kernels, AT_ONCE):
        named = or_(*(_contains(column, kernel) for column in columns for kernel in kernels))
        for row in db.session.execute(select(*primary, *columns).where(named, _not_their_own(model, traces))):
            # SQL finds more than what names them, such as others with the same last name.
            if any(traces.taken_out_of(value) != value for value in row[len(primary) :]):
                found[Mention(model, tuple(row[: len(primary)]))] = None
    yield from found


def _contains(column, kernel: str):
    """In whatever case. Documents hold quotes and backslashes with a backslash before them."""
    escaped = kernel.replace("\\", "\\\\").replace('"', '\\"')
    return or_(*(_like(type_coerce(column, Text), part) for part in {kernel, escaped}))


def _like(column, part: str):
    # SQLite's LIKE knows no case anyway; SQLAlchemy's ILIKE there folds every row for each part.
    return column.contains(part, autoescape=True) if on_sqlite() else column.icontains(part, autoescape=True)


def _not_their_own(model: type, traces: Traces):
    """Their own rows go altogether."""
    if not hasattr(model, "person_id"):
        return True
    return or_(model.person_id.is_(None), model.person_id.not_in(traces.person_ids))
