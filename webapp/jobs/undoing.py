"""The job that finishes undos which were too large for a request."""

from functools import partial

from webapp.activity import setbacks
from webapp.activity.models import ChangeSet
from webapp.changes import undoing
from webapp.changes.models import UndoRun
from webapp.changes.records import permissions_for
from webapp.db import db
from webapp.jobs.pieces import Piece, at_work_on, pause
from webapp.people.visible import within_reach
from webapp.users.acting import acting_as, muster_itself
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer


def carry_undos_on(*, now: int, stop) -> None:
    """Finish what waits, committing after every chunk; what is cut off goes on where it stopped."""
    for run in undoing.unfinished_runs(now=now):
        of_id = run.change_set_id
        with at_work_on(Piece("undo", of_id, of_id, partial(undoing.stop, run))):
            while run.finished_at is None and not stop.is_set():
                _carry_on(run, undoer(run), now, stop)


def undoer(run: UndoRun) -> Viewer:
    """Who undoes, with what they may do now; raises MayNotGoOn."""
    undo_set = db.session.get_one(ChangeSet, run.change_set_id)
    undone = db.session.get_one(ChangeSet, undo_set.undoes_id)
    user_id = setbacks.taken_over_by("undo", undo_set.id) or undo_set.by_id
    if user_id is None:
        return muster_itself()
    needed = permissions_for(undone)
    if undone.by_id == user_id:
        return acting_as(user_id, "take this back", *needed)
    return acting_as(user_id, "undo what others changed", *needed, Permission.SEE_ALL_ACTIVITY)


def _carry_on(run: UndoRun, by: Viewer, now: int, stop) -> None:
    """Until it is done, or may no longer be done in the same way."""
    for _ in undoing.undo_in_chunks(run, by=by, now=now, reach=lambda ids: within_reach(by, ids)):
        db.session.commit()
        if pause(stop) or undoer(run) != by:
            return
