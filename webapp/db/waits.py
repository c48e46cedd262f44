"""Transactions that had to wait for their turn: how often, and whether one waited in vain."""

import sqlite3
import time
from contextlib import contextmanager
from threading import Lock

from sqlalchemy.exc import DBAPIError, TimeoutError

LONG_SECONDS = 0.1
SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
POSTGRES_BUSY = {"55P03", "40P01", "40001", "53300"}
"""Lock not available, deadlock, serialization failure, too many connections."""

_lock = Lock()
_long = 0


@contextmanager
def waiting():
    """A block that may wait for the database's lock."""
    global _long
    began = time.monotonic()
    yield
    if time.monotonic() - began > LONG_SECONDS:
        with _lock:
            _long += 1


def waited_in_vain(error: Exception) -> bool:
    """Whether this says that others held the database's lock, or all of its connections, for too long."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, TimeoutError)
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE_BUSY
    return getattr(error.orig, "sqlstate", None) in POSTGRES_BUSY


def long_waits() -> int:
    """How many waits in this process were longer than 100 ms."""
    return _long
