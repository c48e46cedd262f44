"""The job that looks for people who are probably the same."""

from threading import Event

from webapp.db import db
from webapp.duplicates.finding import find_pairs
from webapp.jobs.pieces import pause


def find_duplicates(*, now: int, stop: Event) -> None:
    """Look at everybody who is new or changed, committing after every step; what is cut off goes on."""
    for looked_at in find_pairs(now=now):
        db.session.commit()
        if looked_at and pause(stop):
            return
