"""What goes with groups that are deleted for good: their processes, with the log of each."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from webapp.db import db
from webapp.groups.ending import erased_with_groups
from webapp.processes.models import Process, ProcessRun


def register() -> None:
    """Erase processes with their groups."""
    erased_with_groups(_erase)


def _erase(group_ids: Sequence[int]) -> None:
    theirs = select(Process.id).where(Process.group_id.in_(group_ids))
    db.session.execute(delete(ProcessRun).where(ProcessRun.process_id.in_(theirs)))
    db.session.execute(delete(Process).where(Process.group_id.in_(group_ids)))
