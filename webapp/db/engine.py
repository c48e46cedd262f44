"""The database: one Flask-SQLAlchemy object, and how its connections behave.

SQLite: WAL, synchronous=FULL, foreign keys, and explicit transaction control, because pysqlite's own
loses updates. A writing transaction is BEGIN IMMEDIATE (a deferred one that upgrades fails at once in
spite of the timeout); a reading one is BEGIN with query_only, so a GET that writes is an error.
PostgreSQL: reading transactions are READ ONLY for the same reason, and a lock is waited for as long.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, event
from sqlalchemy.orm import DeclarativeBase

from webapp.db.indexed_by import understand_hints
from webapp.db.lasting import settle_postgres, settle_sqlite
from webapp.db.waits import waiting
from webapp.db.write_lock import begin_immediate

BUSY_TIMEOUT_MS = 5_000
ASIDE_TIMEOUT_MS = 50
CHECKPOINT_PAGES = 8_000
"""The log is copied into the database when it is so long (32 MB): pages that an import writes again and again
are copied once, and seldom does anybody wait for the disk."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False}, disable_autonaming=True)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

_reading: ContextVar[bool] = ContextVar("reading", default=False)
_in_request: ContextVar[bool] = ContextVar("in_request", default=False)
_goes_on_writing: ContextVar[bool] = ContextVar("goes_on_writing", default=False)


def start_request(*, writes: bool) -> None:
    """Say whether this request's transactions may write. After its first commit it only reads."""
    _in_request.set(True)
    _reading.set(not writes)


def end_request() -> None:
    """Back to the default of commands and jobs: every transaction may write."""
    _in_request.set(False)
    _reading.set(False)


def is_reading() -> bool:
    """Whether transactions that begin now may only read."""
    return _reading.get()


@contextmanager
def writing():
    """A block whose transactions may write although the request already committed, however often it commits.

    For work in chunks, each with its own commit, so that nobody waits long for the write lock.
    """
    tokens = _reading.set(False), _goes_on_writing.set(True)
    try:
        yield
    finally:
        _reading.reset(tokens[0])
        _goes_on_writing.reset(tokens[1])


@contextmanager
def reading():
    """A block of a command or job whose transactions only read, so that nobody waits for the write lock; the
    last of them ends with it."""
    token = _reading.set(True)
    try:
        yield
        db.session.commit()
    finally:
        _reading.reset(token)


@event.listens_for(db.session, "after_commit")
def _read_only_after_commit(_session) -> None:
    # Rendering after the commit would otherwise reopen a write transaction and block everybody else.
    if _in_request.get() and not _goes_on_writing.get():
        _reading.set(True)


def uri_and_options(url: str) -> dict:
    """Flask-SQLAlchemy's configuration for a database URL, with the second engine that `aside` uses."""
    if url.startswith("sqlite"):
        main = {"pool_size": 16, "max_overflow": 16, "connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}}
        beside = {
            "pool_size": 8,
            "max_overflow": 24,
            "isolation_level": "AUTOCOMMIT",
            "connect_args": {"timeout": ASIDE_TIMEOUT_MS / 1000},
        }
    else:
        main = {
            "pool_size": 16,
            "max_overflow": 16,
            "pool_pre_ping": True,
            "connect_args": {"options": f"-c lock_timeout={BUSY_TIMEOUT_MS}"},
        }
        beside = {
            "pool_size": 4,
            "max_overflow": 28,
            "pool_pre_ping": True,
            "isolation_level": "AUTOCOMMIT",
            "connect_args": {"options": f"-c lock_timeout={ASIDE_TIMEOUT_MS}"},
        }
    for options in (main, beside):
        options["hide_parameters"] = True  # they hold people's data, and errors go to the log
    return {
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": main,
        "SQLALCHEMY_BINDS": {"aside": {"url": url, **beside}},
    }


def prepare(app) -> None:
    """Bind `db` to the app and set up its two engines' connections."""
    db.init_app(app)
    with app.app_context():
        for name, engine in db.engines.items():
            if engine.dialect.name == "sqlite":
                understand_hints(engine)
                timeout = ASIDE_TIMEOUT_MS if name == "aside" else BUSY_TIMEOUT_MS
                event.listen(engine, "connect", _sqlite_connect(timeout))
                if name != "aside":
                    event.listen(engine, "begin", _sqlite_begin)
            elif name != "aside":
                event.listen(engine, "begin", _postgres_begin)


def _sqlite_connect(timeout_ms: int):
    def on_connect(dbapi_connection, _record):
        dbapi_connection.isolation_level = None
        for pragma in (
            f"busy_timeout={timeout_ms}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "cache_size=-8000",
            "secure_delete=ON",  # what somebody had erased does not stay in the file's free pages
            f"wal_autocheckpoint={CHECKPOINT_PAGES}",
        ):
            dbapi_connection.execute(f"PRAGMA {pragma}")

    return on_connect


def _sqlite_begin(connection) -> None:
    reading = _reading.get()
    if connection.info.get("query_only", False) != reading:
        connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")
        connection.info["query_only"] = reading
    if reading:
        connection.exec_driver_sql("BEGIN")
    else:
        settle_sqlite(connection)
        with waiting():
            begin_immediate(connection, within_ms=BUSY_TIMEOUT_MS)


def _postgres_begin(connection) -> None:
    connection.connection.dbapi_connection.read_only = _reading.get()
    if not _reading.get():
        settle_postgres(connection)
