"""Many rows at once."""

from collections.abc import Sequence

from sqlalchemy import insert

from webapp.db.engine import db


def insert_rows(model, rows: Sequence[dict]) -> None:
    """INSERT all rows in one go; every row has the same keys. No rows are no statement.

    Through the table and not the ORM, which would begin a new statement wherever a value becomes None.
    """
    if rows:
        db.session.execute(insert(model.__table__), rows)
