"""SQL that is written already, handed to the driver as it is.

It owes what every statement owes: who counts statements is told, and an error is SQLAlchemy's.
"""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Values = Mapping[str, object] | Sequence[object]


def rows_of(connection: Connection, sql: str, values: Values) -> list[tuple]:
    """Every row of a SELECT."""
    return _ask(connection, sql, values, lambda driver: driver.execute(sql, values).fetchall())


def write(connection: Connection, sql: str, values: Values) -> int:
    """How many rows a statement wrote."""
    return _ask(connection, sql, values, lambda driver: driver.execute(sql, values).rowcount)


def write_each(connection: Connection, sql: str, rows: Sequence[Values]) -> None:
    """The same statement for each of these."""
    if len(rows) == 1:
        write(connection, sql, rows[0])
    else:
        _ask(connection, sql, rows, lambda driver: driver.cursor().executemany(sql, rows), many=True)


def _ask(connection: Connection, sql: str, values, ask: Callable, *, many: bool = False):
    for noted in connection.dispatch.before_cursor_execute:
        noted(connection, None, sql, values, None, many)
    try:
        return ask(connection.connection.dbapi_connection)
    except connection.dialect.dbapi.Error as error:
        driver_error, dialect = connection.dialect.dbapi.Error, connection.dialect
        raise DBAPIError.instance(sql, values, error, driver_error, True, dialect=dialect) from error
