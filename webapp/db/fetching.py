"""Reading plain columns past the ORM, which has nothing to add to them and takes as long again as SQLite."""

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import BigInteger, ColumnElement, Executable, FromClause, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import CursorResult

from webapp.db.connecting import connection
from webapp.db.which import on_sqlite


def fetch(statement: Executable, values: Mapping[str, object] | None = None) -> CursorResult:
    """The rows of a SELECT of columns, in the session's transaction; nothing is flushed before."""
    return connection().execute(statement, values)


def one_of(column, values: Iterable) -> ColumnElement[bool]:
    """Whether the column is one of any number of values, handed over as one: a thousand parameters of IN
    take longer to write than their rows to find."""
    if on_sqlite():
        return column.in_(select(each_of(values).c.value))
    return column == any_(literal(list(values), ARRAY(column.type)))


def each_of(ids: Iterable[int]) -> FromClause:
    """Any number of ids as rows of one column, in their order."""
    if on_sqlite():
        return func.json_each(json.dumps(list(ids))).table_valued("value")
    return func.unnest(literal(list(ids), ARRAY(BigInteger))).table_valued("value").render_derived()
