"""Whether this Muster can do its work now: asked by /readyz every few seconds, so each check is quick."""

import shutil
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from webapp.db import insert_into, try_aside
from webapp.jobs import lease
from webapp.jobs.models import Lease
from webapp.jobs.runner import LEASE
from webapp.migrations import Schema, schema_state

LEAST_FREE_BYTES = 200 * 2**20
PROBE = "readiness probe"
WRITE_TRIES = 20


def readiness(*, instance: str, now: int) -> dict[str, str]:
    """Each check's name with '' if all is well, else what is wrong."""
    checks: dict[str, Callable[[], str]] = {
        "database": lambda: _database(now),
        "schema": _schema,
        "jobs": lambda: _jobs(now),
        "disk": lambda: _disk(instance),
    }
    return {name: _outcome(check) for name, check in checks.items()}


def _outcome(check: Callable[[], str]) -> str:
    try:
        return check()
    except (SQLAlchemyError, OSError) as error:
        return type(error).__name__


def _database(now: int) -> str:
    write = insert_into(Lease).values(name=PROBE, holder="", until=now)
    write = write.on_conflict_do_update(index_elements=["name"], set_={"until": now})
    # Each try waits 50 ms at most; a long import's chunks leave gaps.
    return "" if any(try_aside(write) for _ in range(WRITE_TRIES)) else "cannot be written"


def _schema() -> str:
    state = schema_state()
    return "" if state is Schema.CURRENT else str(state)


def _jobs(now: int) -> str:
    return "" if lease.is_held(LEASE, now=now) else "no process runs them"


def _disk(instance: str) -> str:
    free = shutil.disk_usage(instance).free
    return "" if free >= LEAST_FREE_BYTES else f"{free // 2**20} MB free"
