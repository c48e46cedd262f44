"""Statements that nearly every page asks, written out once and handed to the driver as they are.

SQLAlchemy writes them, and does not look at their rows: for one row of SQLite that is 45 of 55 µs.
"""

import json
from collections import namedtuple
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, Select
from sqlalchemy.exc import DBAPIError

from webapp.db.connecting import connection as connection_now


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


class Prepared:
    """A SELECT of columns whose values come and go as the driver has them: numbers, texts, moments.

    Lists of values are for `one_of_given`. Not for documents, truths or conditions that differ from viewer to
    viewer: `fetch` these.
    """

    def __init__(self, statement: Select):
        self.statement = statement
        self._written: dict[str, _Written] = {}
        self._row = namedtuple("Row", [c.key for c in statement.selected_columns], rename=True)

    def rows(self, connection: Connection | None = None, /, **values) -> list:
        """Named tuples, in the session's transaction or on that connection; nothing is flushed before."""
        connection = connection or connection_now()
        written = self._written.get(connection.dialect.name) or self._write(connection)
        given = written.values(values)
        for noted in connection.dispatch.before_cursor_execute:
            noted(connection, None, written.sql, given, None, False)
        driver = connection.connection.dbapi_connection
        try:
            found = driver.execute(written.sql, given).fetchall()
        except connection.dialect.dbapi.Error as error:
            raise DBAPIError.instance(
                written.sql, given, error, connection.dialect.dbapi.Error, True, dialect=connection.dialect
            ) from error
        return [*map(self._row._make, found)]

    def _write(self, connection: Connection) -> _Written:
        compiled = self.statement.compile(dialect=connection.dialect)
        if compiled.post_compile_params:
            raise TypeError("A list of values is written into the SQL anew each time: use one_of_given.")
        names = tuple(compiled.positiontup) if compiled.positional else None
        written = _Written(str(compiled), compiled.params, names)
        self._written[connection.dialect.name] = written
        return written
