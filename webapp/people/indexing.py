"""The text index of people who came in by the thousand, made afterwards, as PostgreSQL's GIN does by itself.

A row of SQLite's trigram index costs more than all the rest of a person, and its merges hold the write lock.
So who comes in by an import waits for it, and a search reads those who wait one by one.
"""

import time
from collections.abc import Iterator

from sqlalchemy import literal_column, select, update

from webapp.db import db
from webapp.people.models import PersonSearch

WAITING = PersonSearch.indexed == literal_column("0")
WANTED_LOCK_SECONDS = 0.05
_FIRST, _LARGEST = 100, 1_000


def index_waiting() -> Iterator[int]:
    """Index those who wait; yields after every chunk, of about 50 ms, for the caller to commit and pause."""
    size = _FIRST
    while True:
        started = time.perf_counter()
        some = select(PersonSearch.person_id).where(WAITING).limit(size)
        number = db.session.execute(
            update(PersonSearch)
            .where(PersonSearch.person_id.in_(some))
            .values(indexed=1)
            .execution_options(synchronize_session=False)
        ).rowcount
        if not number:
            return
        yield number
        size = max(20, min(_LARGEST, int(number * WANTED_LOCK_SECONDS / (time.perf_counter() - started))))
