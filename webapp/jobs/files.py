"""Jobs that delete files for good."""

from pathlib import Path
from threading import Event

from flask import current_app

from webapp.db import db
from webapp.files import sweeping
from webapp.files.store import Store


def sweep_files(*, now: int, stop: Event, **_) -> None:
    """Forget files that nobody can bring back, and bytes of which no row is left, as of erased people."""
    while not stop.is_set() and sweeping.forget_rows(now=now):
        db.session.commit()
    store = _store()
    while not stop.is_set() and (names := sweeping.forget_contents()):
        db.session.commit()
        for name in names:
            store.discard(name)
    db.session.commit()


def sweep_strays(*, now: int, **_) -> None:
    """Delete what uploads left behind that were cut off before their row was written."""
    store = _store()
    for name in sweeping.strays(store, now=now).unknown:
        store.discard_unfinished(name)
    db.session.rollback()


def _store() -> Store:
    return Store(Path(current_app.instance_path))
