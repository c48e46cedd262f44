"""Thousands of rows at a time, without what an ORM does for each."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Table, insert

from webapp.db.engine import db
from webapp.db.types import UTC


class _Statement(NamedTuple):
    """`values` takes a row's values in the order of the placeholders; None where they are named."""

    sql: str
    defaults: dict[str, object]
    moments: list[str]
    processors: dict[str, Callable]
    values: Callable[[dict], tuple] | None


def insert_rows(model, rows: Sequence[dict]) -> None:
    """INSERT rows that all have the same keys, in one go; columns left out get their default.

    By the driver's executemany, which takes a third of the time of `session.execute(insert(model), rows)`.
    """
    if not rows:
        return
    connection = db.session.connection()
    statement = _statement(model.__table__, tuple(sorted(rows[0])), connection.dialect)
    parameters = [statement.defaults | row for row in rows]
    for name in statement.moments:
        if not all(type(row[name]) is int or row[name] is None for row in parameters):
            raise TypeError(f"{name} is a moment: an int of UTC seconds")
    for name, process in statement.processors.items():
        for row in parameters:
            row[name] = process(row[name])
    connection.exec_driver_sql(
        statement.sql, list(map(statement.values, parameters)) if statement.values else parameters
    )


@lru_cache(maxsize=64)
def _statement(table: Table, given: tuple[str, ...], dialect) -> _Statement:
    defaults = {
        c.name: c.default.arg
        for c in table.columns
        if c.name not in given and c.default is not None and c.default.is_scalar
    }
    names = [*given, *defaults]
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    moments = [name for name in names if isinstance(table.columns[name].type, UTC)]
    processors = {
        name: table.columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names
    }
    return _Statement(
        str(compiled),
        defaults,
        moments,
        {name: process for name, process in processors.items() if process and name not in moments},
        itemgetter(*compiled.positiontup) if compiled.positiontup else None,
    )
