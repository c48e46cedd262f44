"""Taking things exactly once: a claim is a conditional UPDATE, and zero rows mean somebody else has it."""

from sqlalchemy import update

from webapp.db.engine import db

CLOCKS_DIFFER_SECONDS = 60
"""So far apart may the clocks of machines be that share a database: to the one behind, a fresh claim of
the other ends later than a claim can. More would only let a void one stand for longer."""


def claim(model, *conditions, **values) -> bool:
    """Set `values` on the rows of `model` that still meet `conditions`; True when there was one.

    Check-then-write loses races; the WHERE of the UPDATE is the check.
    """
    return db.session.execute(update(model).where(*conditions).values(**values)).rowcount > 0


def run_out(until, now: int, *, seconds: int):
    """Whether what somebody took until `until`, for `seconds` at most, is free; of a column a condition.

    It is void as well when it ends further ahead than one that is taken now: the clock was ahead then, and
    who took it may be long dead. Whoever lives takes it again.
    """
    return (until <= now) | (until > now + seconds + CLOCKS_DIFFER_SECONDS)
