"""Short autocommitted statements beside the request's own transaction.

What a GET must note (last seen, a denial, a throttle) goes through here, so that no reading request ever
waits for, or holds, the write lock of its session. A miss after 50 ms does no harm.
"""

from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from webapp.db.engine import db


@contextmanager
def aside():
    """A connection of its own on which every statement commits at once and waits at most 50 ms."""
    with db.engines["aside"].connect() as connection:
        yield connection


def try_aside(statement, parameters=None) -> bool:
    """Execute one statement aside; False when the database was too busy for it."""
    try:
        with aside() as connection:
            connection.execute(statement, parameters)
    except OperationalError:
        return False
    return True
