"""Reading plain columns past the ORM, which has nothing to add to them and takes as long again as SQLite."""

from collections.abc import Mapping

from sqlalchemy import Executable
from sqlalchemy.engine import CursorResult

from webapp.db.engine import db


def fetch(statement: Executable, values: Mapping[str, object] | None = None) -> CursorResult:
    """The rows of a SELECT of columns, in the session's transaction; nothing is flushed before."""
    return db.session.connection().execute(statement, values)
