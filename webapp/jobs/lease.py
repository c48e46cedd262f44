"""One holder at a time, in the database: whoever runs the schedule says so every few seconds.

A holder that dies without a word is replaced once its lease has run out.
"""

from sqlalchemy import delete, select

from webapp.db import db, insert_into, run_out
from webapp.jobs.models import Lease

SECONDS = 20
HEARTBEAT_SECONDS = 5


def hold(name: str, holder: str, *, now: int) -> bool:
    """Take the lease or keep it for SECONDS from now; False while somebody else has it."""
    until = now + SECONDS
    statement = insert_into(Lease).values(name=name, holder=holder, until=until)
    statement = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": holder, "until": until},
        where=(Lease.holder == holder) | run_out(Lease.until, now, seconds=SECONDS),
    )
    return db.session.execute(statement).rowcount > 0


def let_go(name: str, holder: str) -> None:
    """Give the lease back, so that the next holder need not wait."""
    db.session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))


def is_held(name: str, *, now: int) -> bool:
    """Whether anybody has the lease."""
    until = db.session.scalar(select(Lease.until).where(Lease.name == name))
    return until is not None and not run_out(until, now, seconds=SECONDS)
