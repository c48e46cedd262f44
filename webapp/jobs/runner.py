"""Runs the schedule in a process of its own, as long as it holds the lease.

APScheduler only ticks, from memory: two processes on one job store ran jobs twice, and its default
misfire_grace_time of one second drops jobs silently.
"""

import os
import socket
import threading
import time
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import SQLAlchemyError

from webapp import clock
from webapp.db import db, insert_into
from webapp.jobs import lease
from webapp.jobs.models import JobState
from webapp.jobs.schedule import SCHEDULE, Job

LEASE = "schedule"
AT_ONCE = 4
NOTE_SUCCESS_EVERY_SECONDS = 60
FIRST_AFTER_SECONDS = 60
"""A machine that is switched off each evening might never be on for as long as a job takes to come round."""
CLOCK_SET_SECONDS = 5
"""A clock that is off by more than this since the last heartbeat was set, or the machine slept."""

log = structlog.get_logger()


class Runner:
    """One process's part in the schedule: waits for the lease, works while it has it."""

    def __init__(self, app, schedule: tuple[Job, ...] = SCHEDULE):
        self.app = app
        self.holder = holder_name(os.getpid())
        self.stop = threading.Event()
        self._holds_until = 0
        self._noted: dict[str, int] = {}
        self._clock_ahead = _clock_ahead()
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(AT_ONCE)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone="UTC",
        )
        for job in schedule:
            self._scheduler.add_job(
                self.run, job.trigger, args=[job], name=job.name, next_run_time=_soon(job.trigger)
            )

    def work(self) -> None:
        """Keep the lease and the schedule going until `stop` is set; then let running jobs end."""
        self._scheduler.start()
        while not self.stop.is_set():
            self.follow_clock()
            self.keep_lease()
            self.stop.wait(lease.HEARTBEAT_SECONDS)
        self._scheduler.shutdown(wait=True)
        release(self.app, os.getpid())

    def run(self, job: Job) -> None:
        """One round of a job, if this process is the one to do it; a failure is noted and told."""
        if clock.now() >= self._holds_until:
            return
        with self.app.app_context(), structlog.contextvars.bound_contextvars(job=job.name):
            try:
                job.run(now=clock.now(), stop=self.stop)
            except Exception as failure:  # one job's failure must not end the others; it comes again
                db.session.rollback()
                log.exception("job failed")
                self._note_failure(job, failure)
            else:
                self._note_success(job)

    def follow_clock(self) -> None:
        """Let every job come round as after a start when the clock was set: what each waits for is a time of
        the clock, which may be a day away now."""
        before, self._clock_ahead = self._clock_ahead, _clock_ahead()
        if abs(self._clock_ahead - before) <= CLOCK_SET_SECONDS:
            return
        log.warning("clock was set, jobs come round from now", seconds=round(self._clock_ahead - before))
        self._noted.clear()
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=_soon(job.trigger))

    def keep_lease(self) -> bool:
        """Take the lease or say that one still has it; False while somebody else does."""
        now = clock.now()
        try:
            with self.app.app_context():
                holds = lease.hold(LEASE, self.holder, now=now)
                db.session.commit()
        except SQLAlchemyError as failure:
            log.warning("no heartbeat", reason=str(failure.__cause__ or failure))
            return now < self._holds_until
        if holds and not self._holds_until:
            log.info("schedule taken up", holder=self.holder)
        self._holds_until = now + lease.SECONDS if holds else 0
        return holds

    def _note_success(self, job: Job) -> None:
        now = clock.now()
        if now - self._noted.get(job.name, 0) >= NOTE_SUCCESS_EVERY_SECONDS:
            _note(job, succeeded_at=now)
            self._noted[job.name] = now

    def _note_failure(self, job: Job, failure: Exception) -> None:
        _note(job, failed_at=clock.now(), failure=f"{type(failure).__name__}: {failure}"[:500])
        self._noted.pop(job.name, None)


def holder_name(pid: int) -> str:
    """How a process of this machine signs the lease."""
    return f"{socket.gethostname()}:{pid}"


def release(app, pid: int) -> None:
    """Free the lease of a process of this machine that is known to have ended."""
    with app.app_context():
        lease.let_go(LEASE, holder_name(pid))
        db.session.commit()


def _clock_ahead() -> float:
    """How many seconds the clock that APScheduler goes by is ahead of one that nobody sets."""
    return datetime.now(UTC).timestamp() - time.monotonic()


def _soon(trigger: IntervalTrigger) -> datetime:
    return datetime.now(UTC) + min(trigger.interval, timedelta(seconds=FIRST_AFTER_SECONDS))


def _note(job: Job, **values: object) -> None:
    statement = insert_into(JobState).values(name=job.name, **values)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_=values)
    db.session.execute(statement)
    db.session.commit()
