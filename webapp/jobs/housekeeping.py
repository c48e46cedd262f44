"""Jobs that keep the database small."""

from webapp.db import db, request_keys, throttle
from webapp.users.session import forget_lapsed


def forget_what_lapsed(*, now: int, **_) -> None:
    """Delete sessions, limits and form keys that nobody can use any more."""
    forget_lapsed(now)
    throttle.forget_old(now)
    request_keys.forget_old(now)
    db.session.commit()


def checkpoint(**_) -> None:
    """Write SQLite's log back into the database file and cut it short: it grew to 1.4 GB without.

    Does nothing while others are busy; the next round comes in minutes.
    """
    with db.engines["aside"].connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
