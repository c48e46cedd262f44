"""The job that turns new expiries into alerts."""

from threading import Event

from webapp.db import db
from webapp.segments.administering import erase_retired
from webapp.segments.expiring import tell_of_expiries

PAUSE_SECONDS = 0.02
"""Between two chunks, so that a page that waits to write comes in."""


def remind(*, now: int, stop: Event) -> None:
    """Tell of what has expired, committing after every chunk; what is cut off is told of next time."""
    while tell_of_expiries(now=now):
        db.session.commit()
        if stop.wait(PAUSE_SECONDS):
            return
    db.session.commit()


def forget_deleted_segments(*, now: int, **_) -> None:
    """Delete what is left of segments that nobody can bring back any more."""
    erase_retired(now=now)
    db.session.commit()
