"""The job that finishes undos which were too large for a request."""

from webapp.activity.models import ChangeSet
from webapp.changes.undoing import undo_in_chunks, unfinished_runs
from webapp.db import db
from webapp.jobs.acting import viewer_of
from webapp.people.visible import within_reach

PAUSE_SECONDS = 0.02
"""Between two chunks, so that a page that waits to write comes in."""


def carry_undos_on(*, now: int, stop) -> None:
    """Finish what waits, committing after every chunk; what is cut off goes on where it stopped."""
    for run in unfinished_runs():
        viewer = viewer_of(db.session.get_one(ChangeSet, run.change_set_id).by_id)
        for _ in undo_in_chunks(run, by=viewer, now=now, reach=lambda ids, by=viewer: within_reach(by, ids)):
            db.session.commit()
            if stop.wait(PAUSE_SECONDS):
                return
        db.session.commit()
