"""When a commit is safe from a power cut: at once, or together with the next one that is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection

_later: ContextVar[bool] = ContextVar("lasting_later", default=False)


@contextmanager
def lasting_later() -> Iterator[None]:
    """A block whose commits do not wait for the disk. All see them at once and they outlive this process.
    Should the power fail, the last of them may be missing, but none that was followed by one which waited.

    For work in chunks whose place stands in the same transactions, so that it would be done again from there.
    """
    token = _later.set(True)
    try:
        yield
    finally:
        _later.reset(token)


def settle_sqlite(connection: Connection) -> None:
    """Before a transaction begins."""
    if connection.info.get("lasts later", False) != _later.get():
        connection.exec_driver_sql(f"PRAGMA synchronous={'NORMAL' if _later.get() else 'FULL'}")
        connection.info["lasts later"] = _later.get()


def settle_postgres(connection: Connection) -> None:
    """As the first thing of a transaction, which it ends with."""
    if _later.get():
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
