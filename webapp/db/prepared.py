"""Statements that nearly every page asks, written out once and handed to the driver as they are.

SQLAlchemy writes them, and does not look at their rows: for one row of SQLite that is 45 of 55 µs.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, Executable, Select

from webapp.db.connecting import connection as connection_now
from webapp.db.driver import rows_of, write, write_each


class _Written(NamedTuple):
    """The SQL of one engine; `names` are of its places in their order, None where they go by their names, and
    lists in JSON (one_of_given.py)."""

    sql: str
    constants: Mapping[str, object]
    names: tuple[str, ...] | None

    def values(self, given: Mapping[str, object]) -> Mapping[str, object] | tuple:
        everything = {**self.constants, **given}
        if self.names is None:
            return everything
        values = map(everything.__getitem__, self.names)
        return tuple(json.dumps(value) if type(value) is list else value for value in values)


class _ForEachEngine:
    """A statement, made for the name of a dialect, as each engine has it written."""

    def __init__(self, made_for: Callable[[str], Executable]):
        self._made_for = made_for
        self._written: dict[str, _Written] = {}

    def __call__(self, connection: Connection) -> _Written:
        name = connection.dialect.name
        return self._written.get(name) or self._written.setdefault(name, self._write(connection))

    def _write(self, connection: Connection) -> _Written:
        compiled = self._made_for(connection.dialect.name).compile(dialect=connection.dialect)
        if compiled.post_compile_params:
            raise TypeError("A list of values is written into the SQL anew each time: use one_of_given.")
        return _Written(
            str(compiled), compiled.params, tuple(compiled.positiontup) if compiled.positional else None
        )


class Prepared:
    """A SELECT of columns whose values come and go as the driver has them: numbers, texts, moments.

    Lists of values are for `one_of_given`. Not for documents, truths or conditions that differ from viewer to
    viewer: `fetch` these.
    """

    def __init__(self, statement: Select):
        self.statement = statement
        self._written = _ForEachEngine(lambda _dialect: statement)
        row = namedtuple("Row", [c.key for c in statement.selected_columns], rename=True)
        self._row = partial(tuple.__new__, row)  # as row._make does, in a third of the time

    def rows(self, connection: Connection | None = None, /, **values) -> list:
        """Named tuples, in the session's transaction or on that connection; nothing is flushed before."""
        connection = connection or connection_now()
        written = self._written(connection)
        return [*map(self._row, rows_of(connection, written.sql, written.values(values)))]


class PreparedWrite:
    """An INSERT, UPDATE or DELETE of such values; `made_for` makes it for the name of a dialect."""

    def __init__(self, made_for: Callable[[str], Executable]):
        self._written = _ForEachEngine(made_for)

    def run(self, **values) -> int:
        """How many rows it wrote, in the session's transaction; nothing is flushed before."""
        connection = connection_now()
        written = self._written(connection)
        return write(connection, written.sql, written.values(values))

    def run_each(self, rows: Sequence[Mapping[str, object]]) -> None:
        """The same for each of these."""
        connection = connection_now()
        written = self._written(connection)
        write_each(connection, written.sql, [written.values(row) for row in rows])
