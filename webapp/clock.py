"""The one clock. Only routes, jobs and commands read it; the domain is told the time as `now=`."""

import time
from contextlib import contextmanager

_shift: float = 0
_frozen: int | None = None


def now() -> int:
    """Seconds since 1970 in UTC."""
    return _frozen if _frozen is not None else int(time.time() + _shift)


def move(seconds: float) -> None:
    """Let the clock run `seconds` ahead of (or, negative, behind) the machine's."""
    global _shift
    _shift += seconds


@contextmanager
def frozen(at: int):
    """Stop the clock at `at` (UTC seconds) for the length of a block."""
    global _frozen
    before, _frozen = _frozen, at
    try:
        yield
    finally:
        _frozen = before
