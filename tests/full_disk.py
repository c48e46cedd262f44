"""A database and files that cannot grow."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, text

from webapp.db import db

REFUSE_TO_GROW = """
    CREATE FUNCTION refuse_to_grow() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER refuse_to_grow BEFORE INSERT ON note EXECUTE FUNCTION refuse_to_grow()
"""
LONG = "There was much to say. " * 400
"""A note that needs more room than the database has."""


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite's file cannot grow meanwhile. PostgreSQL says so of every new note, from now on."""
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(REFUSE_TO_GROW))
        db.session.commit()
        yield
        return
    pages = db.session.scalar(text("PRAGMA page_count"))
    db.session.remove()

    def cannot_grow(connection, *_):
        connection.execute(f"PRAGMA max_page_count={pages}")

    for engine in db.engines.values():
        engine.dispose()
        event.listen(engine, "connect", cannot_grow)
    yield
    db.session.remove()
    for engine in db.engines.values():
        event.remove(engine, "connect", cannot_grow)
        engine.dispose()


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """This process can write no file of more bytes meanwhile: an error like that of a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
