"""The job that does what was chosen for more people than a request takes."""

from functools import partial

from webapp.activity import setbacks
from webapp.activity.models import ChangeSet
from webapp.bulk import running
from webapp.bulk.actions import ACTIONS
from webapp.bulk.choosing import forget_old
from webapp.bulk.models import BulkRun
from webapp.db import db
from webapp.jobs.pieces import Piece, at_work_on, pause
from webapp.users.acting import acting_as
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer


def change_many(*, now: int, stop) -> None:
    """Go on with what waits, committing after every chunk; what is cut off goes on where it stopped."""
    for run in running.unfinished_runs(now=now):
        of_id = run.change_set_id
        with at_work_on(Piece(running.KIND, of_id, of_id, partial(running.leave, run))):
            by = actor(run)
            for _ in running.carry_on(run, by=by, now=now):
                db.session.commit()
                if pause(stop):
                    return
                if actor(run) != by:
                    break  # the next round goes on with what they may do now


def actor(run: BulkRun) -> Viewer:
    """Who does it, with what they may do now; raises MayNotGoOn."""
    change_set = db.session.get_one(ChangeSet, run.change_set_id)
    user_id = setbacks.taken_over_by(running.KIND, run.change_set_id) or change_set.by_id
    needed = ACTIONS[run.action].permission, Permission.BULK_OVER_200
    return acting_as(user_id, "change so many people", *needed)


def forget_choices(*, now: int, stop) -> None:
    """Forget whom people chose yesterday, some at a time."""
    while not stop.is_set() and forget_old(now=now):
        db.session.commit()
