"""The job that finishes undos which were too large for a request."""

from webapp.activity.models import ChangeSet
from webapp.changes.models import UndoRun
from webapp.changes.undoing import undo_in_chunks, unfinished_runs
from webapp.db import db
from webapp.people.visible import within_reach
from webapp.users.office import open_offices
from webapp.users.user import User
from webapp.users.viewer import Viewer, muster


def carry_undos_on(*, now: int, stop) -> None:
    """Finish what waits, committing after every chunk; what is cut off goes on where it stopped."""
    for run in unfinished_runs():
        viewer = _undoer(run)
        for _ in undo_in_chunks(run, by=viewer, now=now, reach=lambda ids, by=viewer: within_reach(by, ids)):
            db.session.commit()
            if stop.is_set():
                return
        db.session.commit()


def _undoer(run: UndoRun) -> Viewer:
    """Whoever pressed Undo, with what they may see today."""
    by_id = db.session.get_one(ChangeSet, run.change_set_id).by_id
    return db.session.get_one(User, by_id).as_viewer() if by_id else muster(open_offices()[0].id)
