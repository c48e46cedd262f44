"""Puts a backup in the place of what is there, after checking all of it; what was there is kept beside it."""

import os
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from webapp.db import db
from webapp.db.room import no_room
from webapp.migrations import knows_revision
from webapp.operations import postgres_programs
from webapp.operations.archive import DATABASE, FOLDERS, BackupRefused, extract, read_manifest
from webapp.operations.backup import check_integrity

AFTERWARDS = (
    'DELETE FROM "session"',
    "DELETE FROM user_link",
    "DELETE FROM lease",
    "UPDATE system_mail SET failed_at = queued_at, text = '', html = '', problem = 'restored from a backup'"
    " WHERE sent_at IS NULL AND failed_at IS NULL",
)
"""Sessions and links that ended since the backup must not come to life again, nor mails go out twice."""
LOOKS, BETWEEN_LOOKS_SECONDS = 20, 0.05
"""How often, and how far apart, one looks whether nobody is connected to the database any more."""


def restore(source: Path, *, instance: Path, stamp: str) -> list[Path]:
    """Replace database and uploads by the backup's; returns where the replaced ones are kept.

    `stamp` tells the kept ones apart. Raises BackupRefused and then has changed nothing.
    """
    manifest = read_manifest(source)
    engine = db.engine.dialect.name
    if manifest.engine != engine:
        raise BackupRefused(f"The backup is of a {manifest.engine} database, and this one is {engine}.")
    if not knows_revision(manifest.schema):
        raise BackupRefused("The backup was made by a newer Muster. Update Muster first.")
    with tempfile.TemporaryDirectory(dir=instance, prefix="restoring-") as folder:
        try:
            extract(source, Path(folder))
            if engine == "sqlite":
                _prepare_sqlite(Path(folder) / DATABASE)
        except (OSError, sqlite3.OperationalError) as error:
            reason = getattr(error, "strerror", None) or error
            raise BackupRefused(f"The backup could not be unpacked in {instance}: {reason}.") from None
        put = _put_sqlite if engine == "sqlite" else _put_postgres
        return put(Path(folder), instance, stamp)


def _prepare_sqlite(new: Path) -> None:
    check_integrity(new)
    with closing(sqlite3.connect(new, isolation_level=None)) as connection:
        for statement in AFTERWARDS:
            connection.execute(statement)


def _put_sqlite(folder: Path, instance: Path, stamp: str) -> list[Path]:
    present = Path(db.engine.url.database)
    _leave_alone(present)
    for log in ("-wal", "-shm"):
        present.with_name(present.name + log).unlink(missing_ok=True)
    kept = [_keep(present, stamp)]
    os.replace(folder / DATABASE, present)
    return [path for path in kept if path] + _put_uploads(folder, instance, stamp)


def _put_postgres(folder: Path, instance: Path, stamp: str) -> list[Path]:
    _let_go_of_the_database()
    _wait_until_alone()
    dump = instance / f"database.replaced-{stamp}"
    try:
        postgres_programs.dump(dump)
    except BackupRefused:
        dump.unlink(missing_ok=True)
        raise
    postgres_programs.load(folder / DATABASE)
    with db.engines["aside"].connect() as connection:
        for statement in AFTERWARDS:
            connection.execute(text(statement))
    return [dump, *_put_uploads(folder, instance, stamp)]


def _wait_until_alone() -> None:
    """PostgreSQL lists a connection of our own for a moment after it was closed; raises BackupRefused."""
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with db.engines["aside"].connect() as connection:
        for _ in range(LOOKS):
            if not connection.scalar(others):
                return
            time.sleep(BETWEEN_LOOKS_SECONDS)
    raise BackupRefused("The database is in use. Stop Muster first.")


def _put_uploads(source: Path, instance: Path, stamp: str) -> list[Path]:
    kept = [_keep(instance / name, stamp) for name in FOLDERS]
    for name in FOLDERS:
        if (source / name).exists():
            os.replace(source / name, instance / name)
    return [path for path in kept if path]


def _leave_alone(database: Path) -> None:
    """Bring the write-ahead log home and remove it; raises BackupRefused while anybody has the file open."""
    _let_go_of_the_database()
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database, timeout=0.2, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as error:
        why = "The disk is full: make room" if no_room(error) else "The database is in use. Stop Muster"
        raise BackupRefused(f"{why} first.") from None
    except sqlite3.DatabaseError:
        return  # too damaged to be in use, which may be why somebody restores


def _let_go_of_the_database() -> None:
    """Close this process's own connections, which are no reason to refuse."""
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()


def _keep(path: Path, stamp: str) -> Path | None:
    if not path.exists():
        return None
    return path.rename(path.with_name(f"{path.name}.replaced-{stamp}"))
