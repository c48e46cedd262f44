"""Any number of values in a prepared statement."""

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


def one_of_given(column, name: str) -> ColumnElement[bool]:
    """`one_of` (fetching.py) of a prepared statement: whether the column is one of the values that are given
    by this name as a list."""
    return column.bool_op("IN")(_Listed(bindparam(name, type_=ARRAY(column.type))))


class _Listed(FunctionElement):
    """The rows of a list that is handed over as one value."""

    inherit_cache = True


@compiles(_Listed)
def _json(element: _Listed, compiler, **how) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **how)}))"


@compiles(_Listed, "postgresql")
def _array(element: _Listed, compiler, **how) -> str:
    return f"(SELECT unnest({compiler.process(element.clauses, **how)}))"
