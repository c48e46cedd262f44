"""Deleted notes and touches: their rows stay as long as undo may bring them back, and then go for good."""

from sqlalchemy import delete, select

from webapp.db import db
from webapp.people.models import Note, Touch

KEEP_SECONDS = 30 * 24 * 3600
ROWS_AT_ONCE = 1_000


def purge_deleted(*, now: int) -> int:
    """Erase up to 1,000 of each that were deleted more than 30 days ago, notes with their earlier wordings.

    Returns how many; the caller commits and comes again until there are none.
    """
    purged = 0
    for model in (Note, Touch):
        due = select(model.id).where(model.deleted_at < now - KEEP_SECONDS)
        some = due.order_by(model.deleted_at).limit(ROWS_AT_ONCE)
        # The wordings of a note go with it (CASCADE).
        purged += db.session.execute(delete(model).where(model.id.in_(some))).rowcount
    return purged
