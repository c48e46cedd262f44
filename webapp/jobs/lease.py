"""One holder at a time, in the database: whoever runs the schedule says so every few seconds.

A holder that dies without a word is replaced once its lease has run out.
"""

from sqlalchemy import delete, select

from webapp.db import db, insert_into
from webapp.jobs.models import Lease

SECONDS = 20
HEARTBEAT_SECONDS = 5


def hold(name: str, holder: str, *, now: int, seconds: int = SECONDS) -> bool:
    """Take the lease or keep it for `seconds` from now; False while somebody else has it."""
    statement = insert_into(Lease).values(name=name, holder=holder, until=now + seconds)
    statement = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": holder, "until": now + seconds},
        where=(Lease.holder == holder) | (Lease.until <= now),
    )
    return db.session.execute(statement).rowcount > 0


def let_go(name: str, holder: str) -> None:
    """Give the lease back, so that the next holder need not wait."""
    db.session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))


def held_until(name: str) -> int:
    """When the present lease runs out (it may have already); 0 if nobody has it."""
    return db.session.scalar(select(Lease.until).where(Lease.name == name)) or 0
