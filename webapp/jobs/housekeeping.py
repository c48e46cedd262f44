"""Jobs that keep the database small."""

from threading import Event

from webapp.changes.purging import purge_changes
from webapp.companies.editing import erase_hidden
from webapp.db import db, request_keys, throttle
from webapp.groups import ending
from webapp.people import merging, purging, trashing
from webapp.pipelines import ending as standings
from webapp.saved_segments.keeping import forget_retired
from webapp.selecting import keeping as selections
from webapp.tags.administering import erase_retired
from webapp.users import half_sign_in
from webapp.users.session import forget_lapsed


def forget_what_lapsed(*, now: int, **_) -> None:
    """Delete sessions, limits, form keys, and deleted tags and the like that nobody can use any more."""
    forget_lapsed(now)
    half_sign_in.forget_lapsed(now)
    throttle.forget_old(now)
    request_keys.forget_old(now)
    forget_retired(now=now)
    selections.forget_retired(now=now)
    erase_retired(now=now)
    erase_hidden(now=now)
    ending.erase_retired(now=now)
    standings.erase_retired(now=now)
    db.session.commit()


def empty_trash(*, now: int, stop: Event) -> None:
    """Erase who has been in the trash for 30 days, some at a time so that no lock is held for long."""
    while not stop.is_set() and trashing.empty_trash(now=now):
        db.session.commit()


def make_merges_final(*, now: int, stop: Event) -> None:
    """Erase who was merged 30 days ago, some at a time too."""
    while not stop.is_set() and merging.make_final(now=now):
        db.session.commit()


def purge_deleted_notes_and_touches(*, now: int, stop: Event) -> None:
    """Erase what was deleted 30 days ago from somebody's timeline, in chunks too."""
    while not stop.is_set() and purging.purge_deleted(now=now):
        db.session.commit()


def purge_old_changes(*, now: int, stop: Event) -> None:
    """Forget the values of change sets that can no longer be taken back, in chunks too."""
    while not stop.is_set() and purge_changes(now=now):
        db.session.commit()


def checkpoint(**_) -> None:
    """Write SQLite's log back into the database file and cut it short: it grew to 1.4 GB without.

    Does nothing while others are busy; the next round comes in minutes.
    """
    with db.engines["aside"].connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
