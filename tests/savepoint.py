"""One database for many examples of a property."""

from collections.abc import Iterator
from contextlib import contextmanager

from webapp.db import db


@contextmanager
def taken_back_by_the_database() -> Iterator[None]:
    """Leave the test's database as it was."""
    with db.session.begin_nested() as savepoint:
        yield
        savepoint.rollback()
    db.session.expire_all()
