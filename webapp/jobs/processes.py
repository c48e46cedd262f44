"""The job that works on what joinings and leavings ask for."""

import structlog

from webapp import clock
from webapp.db import db
from webapp.jobs.pieces import pause
from webapp.processes.pausing import look_after
from webapp.processes.running import Batch, claim_batch, do_next_step, note_failure

log = structlog.get_logger()


def run_processes(*, stop, **_) -> None:
    """Do what waits, batch by batch, committing after every step; what is cut off goes on behind it."""
    while batch := claim_batch(now=clock.now()):
        db.session.commit()
        while batch:
            batch = _work_on(batch)
            if pause(stop):
                return
    db.session.commit()


def look_after_processes(*, now: int, **_) -> None:
    """Pause what names something deleted, and let go on what is whole again."""
    look_after(now=now)
    db.session.commit()


def _work_on(batch: Batch) -> Batch | None:
    """One step of the batch; None at its end and when it failed, to be tried again."""
    try:
        left = do_next_step(batch, now=clock.now())
        db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("a process failed", process=batch.process_id, step=batch.step)
        note_failure(batch, now=clock.now())
        db.session.commit()
        return None
    return left
