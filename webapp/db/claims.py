"""Taking things exactly once: a claim is a conditional UPDATE, and zero rows mean somebody else has it."""

from sqlalchemy import update

from webapp.db.engine import db


def claim(model, *conditions, **values) -> bool:
    """Set `values` on the rows of `model` that still meet `conditions`; True when there was one.

    Check-then-write loses races; the WHERE of the UPDATE is the check.
    """
    return db.session.execute(update(model).where(*conditions).values(**values)).rowcount > 0
