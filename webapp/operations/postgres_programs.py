"""pg_dump and pg_restore, run on Muster's own database."""

import os
import shutil
import subprocess
from pathlib import Path

from webapp.db import db
from webapp.operations.archive import BackupRefused

DEBIAN = Path("/usr/lib/postgresql")


def dump(target: Path) -> None:
    """Write the whole database, as one moment saw it, in PostgreSQL's custom format."""
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def check(source: Path) -> None:
    """Raise BackupRefused unless pg_restore can read the dump."""
    _run("pg_restore", "--list", str(source), on_database=False)


def load(source: Path) -> None:
    """Replace the database's content by the dump's, wholly or not at all."""
    options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *options, str(source))


def _run(name: str, *arguments: str, on_database: bool = True) -> None:
    address = db.engine.url
    names = {"PGUSER": address.username, "PGPASSWORD": address.password, "PGDATABASE": address.database}
    names |= {"PGHOST": address.host or address.query.get("host"), "PGPORT": address.port}
    environment = os.environ | {key: str(value) for key, value in names.items() if value}
    into = (f"--dbname={address.database}",) if name == "pg_restore" and on_database else ()
    command = [_program(name), *into, *arguments]
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        reason = done.stderr.strip().splitlines() or ["it gave no reason"]
        raise BackupRefused(f"{name} failed: {reason[-1]}")


def _program(name: str) -> str:
    """The newest one that is installed: an older pg_dump refuses a newer server."""
    debian = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]), reverse=True)
    found = [str(path) for path in debian] or [shutil.which(name)]
    if not found[0]:
        raise BackupRefused(f"{name} is missing; install PostgreSQL's client programs.")
    return found[0]
