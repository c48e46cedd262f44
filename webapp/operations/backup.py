"""Copies everything into one file while Muster goes on working."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from webapp.db import db
from webapp.files.store import UNFINISHED
from webapp.operations import postgres_programs
from webapp.operations.archive import (
    DATABASE,
    FOLDERS,
    BackupRefused,
    Manifest,
    schema_revision,
    write_archive,
)


def back_up(target: Path, *, instance: Path, now: int) -> None:
    """Write database and uploads to a new file, which appears only when it is whole and was checked.

    The secret is not in it. Raises BackupRefused.
    """
    if target.exists():
        raise BackupRefused(f"{target} is there already; choose another name.")
    manifest = Manifest(engine=db.engine.dialect.name, schema=schema_revision(), made_at=now)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".muster-backup-") as folder:
            copy = Path(folder) / DATABASE
            if manifest.engine == "sqlite":
                _copy_sqlite(Path(db.engine.url.database), copy)
            else:
                postgres_programs.dump(copy)
                postgres_programs.check(copy)
            archive = Path(folder) / "archive"
            write_archive(archive, manifest, {DATABASE: copy, **_uploads(instance)})
            os.chmod(archive, 0o600)
            _sync(archive)
            os.rename(archive, target)
    except OSError as error:
        raise BackupRefused(f"The backup could not be written to {target}: {error.strerror}.") from None
    except sqlite3.OperationalError as error:
        raise BackupRefused(f"The backup could not be written to {target}: {error}.") from None


def check_integrity(database: Path) -> None:
    """Raise BackupRefused unless SQLite finds the file whole."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise BackupRefused(f"The database is damaged: {found}.")


def _copy_sqlite(source: Path, copy: Path) -> None:
    # Not by copying the file: what is still in the write-ahead log would be lost.
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", [str(copy)])
    check_integrity(copy)


def _uploads(instance: Path) -> dict[str, Path]:
    files = (path for folder in FOLDERS for path in (instance / folder).rglob("*") if path.is_file())
    return {str(path.relative_to(instance)): path for path in files if path.suffix != UNFINISHED}


def _sync(path: Path) -> None:
    with open(path, "rb") as file:
        os.fsync(file.fileno())
