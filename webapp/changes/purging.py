"""Forgetting what can no longer be taken back: values are kept for 30 days, the list of deeds for ever."""

from sqlalchemy import delete, exists, or_, select, update

from webapp.activity.models import Change, ChangeSet, RecordChange
from webapp.activity.setbacks import Setback
from webapp.changes.models import Kept, KeptRecord, UndoRun
from webapp.changes.undoing import KEEP_SECONDS
from webapp.db import db

ROWS_AT_ONCE = 2_000
SETS_AT_ONCE = 200
VALUES = Change, RecordChange, Kept, KeptRecord


def purge_changes(*, now: int) -> bool:
    """Delete one chunk of the values of change sets older than 30 days; False when there was nothing left."""
    due = list(
        db.session.scalars(
            select(ChangeSet.id)
            .where(ChangeSet.at < now - KEEP_SECONDS, ChangeSet.purged_at.is_(None), ~ChangeSet.ongoing)
            .order_by(ChangeSet.at)
            .limit(SETS_AT_ONCE)
        )
    )
    for model in VALUES:
        some = select(model.id).where(model.change_set_id.in_(due)).limit(ROWS_AT_ONCE)
        db.session.execute(delete(model).where(model.id.in_(some)))
    left = or_(*(exists().where(model.change_set_id == ChangeSet.id) for model in VALUES))
    empty = list(db.session.scalars(select(ChangeSet.id).where(ChangeSet.id.in_(due), ~left)))
    for model in (UndoRun, Setback):
        db.session.execute(delete(model).where(model.change_set_id.in_(empty)))
    db.session.execute(update(ChangeSet).where(ChangeSet.id.in_(empty)).values(purged_at=now))
    return bool(due)
