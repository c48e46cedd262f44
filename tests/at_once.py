"""Doing something several times at the same moment."""

from collections.abc import Callable
from contextlib import contextmanager
from threading import Barrier, Thread

from sqlalchemy import text

from webapp.db import db

LONGEST_WAIT = 30
"""Seconds."""


def at_once(times: int, do: Callable[[], object]) -> list:
    """What each of so many threads got that did it together."""
    together, found = Barrier(times), []

    def one() -> None:
        together.wait()
        found.append(do())

    threads = [Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@contextmanager
def waiting_meanwhile(app, deed):
    """On PostgreSQL: a block in which somebody else waits for a lock of ours, and does the deed after it."""
    failed = []

    def do():
        with app.app_context():
            try:
                deed()
                db.session.commit()
            except Exception as error:
                failed.append(error)
                db.session.rollback()

    other = Thread(target=do)
    other.start()
    while other.is_alive() and not _somebody_waits():
        other.join(0.01)
    yield
    db.session.commit()
    other.join(LONGEST_WAIT)
    assert failed == []


def _somebody_waits() -> bool:
    waits = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with db.engines["aside"].connect() as beside:
        return beside.scalar(waits) > 0
