"""The job that turns new expiries into alerts."""

from threading import Event

from webapp.db import db
from webapp.jobs.pieces import pause
from webapp.segments.administering import erase_retired
from webapp.segments.expiring import tell_of_expiries


def remind(*, now: int, stop: Event) -> None:
    """Tell of what has expired, committing after every chunk; what is cut off is told of next time."""
    while tell_of_expiries(now=now):
        db.session.commit()
        if pause(stop):
            return
    db.session.commit()


def forget_deleted_segments(*, now: int, **_) -> None:
    """Delete what is left of segments that nobody can bring back any more."""
    erase_retired(now=now)
    db.session.commit()
