"""How often a transaction had to wait for its turn, for whoever watches Muster from outside."""

import time
from contextlib import contextmanager
from threading import Lock

LONG_SECONDS = 0.1

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


def long_waits() -> int:
    """How many waits in this process were longer than 100 ms."""
    return _long
