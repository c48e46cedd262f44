import threading
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.interval import IntervalTrigger

from webapp import clock
from webapp.db import db
from webapp.jobs import lease
from webapp.jobs.models import JobState
from webapp.jobs.runner import LEASE, Runner
from webapp.jobs.schedule import SCHEDULE, Job, every
from webapp.users.office import Office, office_named, open_office


def job(name: str, run) -> Job:
    return Job(name, run, IntervalTrigger(seconds=0.01))


@pytest.fixture
def at_work(app):
    """at_work(jobs) is a runner of these jobs that holds the lease, run in a thread until the test ends."""
    begun = []

    def start(*jobs: Job) -> Runner:
        runner = Runner(app, jobs)
        thread = threading.Thread(target=runner.work)
        thread.start()
        begun.append((runner, thread))
        return runner

    yield start
    for runner, thread in begun:
        runner.stop.set()
        thread.join(30)


def test_a_job_is_told_the_time_and_when_to_stop_and_its_success_is_noted(app, at_work):
    told, done = {}, threading.Event()

    def look(**given):
        told.update(given)
        done.set()

    runner = at_work(job("look", look))
    assert done.wait(30)
    runner.stop.set()
    assert told["stop"] is runner.stop
    assert type(told["now"]) is int


def test_what_comes_round_seldom_is_done_soon_after_the_start_too(monkeypatch, at_work):
    monkeypatch.setattr("webapp.jobs.runner.FIRST_AFTER_SECONDS", 0.01)
    done = threading.Event()
    at_work(Job("seldom", lambda **_: done.set(), IntervalTrigger(hours=1)))
    assert done.wait(30)


@pytest.fixture
def set_clock(monkeypatch):
    """set_clock(seconds) moves the clock that the scheduler goes by, back where negative."""

    class Clock(datetime):
        off = timedelta()

        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + cls.off

    def by(seconds: float) -> None:
        Clock.off = timedelta(seconds=seconds)

    monkeypatch.setattr("webapp.jobs.runner.datetime", Clock)
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Clock)
    return by


def test_jobs_go_on_when_the_clock_is_set_back(monkeypatch, at_work, set_clock):
    monkeypatch.setattr(lease, "HEARTBEAT_SECONDS", 0.01)
    rounds = threading.Semaphore(0)
    at_work(job("tick", lambda **_: rounds.release()))
    assert rounds.acquire(timeout=30)
    set_clock(-86_400)
    assert all(rounds.acquire(timeout=10) for _ in range(20))


def test_what_was_missed_while_the_clock_was_set_on_is_not_made_up_for():
    now = datetime.fromtimestamp(1_790_000_000, UTC)
    one_second = timedelta(seconds=1)
    assert every(seconds=1).get_next_fire_time(now - timedelta(days=365), now) == now + one_second


def test_a_job_that_fails_is_noted_and_the_others_go_on(app):
    runner = Runner(app, ())
    assert runner.keep_lease()

    def fail(**_):
        open_office("half done", now=1)
        raise ValueError("no paper")

    runner.run(job("failing", fail))
    runner.run(job("fine", lambda **_: (open_office("done", now=1), db.session.commit())))
    states = {state.name: state for state in db.session.query(JobState)}
    assert states["failing"].failure == "ValueError: no paper"
    assert states["failing"].failed_at > states["failing"].succeeded_at == 0
    assert states["fine"].succeeded_at > 0
    assert [office.name for office in db.session.query(Office)] == ["done"]


def test_a_job_that_recovers_is_no_longer_failing(app):
    runner, outcomes = Runner(app, ()), iter([ValueError("once"), None])
    runner.keep_lease()

    def sometimes(**_):
        if outcome := next(outcomes):
            raise outcome

    runner.run(job("sometimes", sometimes))
    runner.run(job("sometimes", sometimes))
    state = db.session.get(JobState, "sometimes")
    assert state.succeeded_at >= state.failed_at


def test_who_does_not_hold_the_lease_runs_nothing(app):
    lease.hold(LEASE, "somebody else", now=clock.now())
    db.session.commit()
    runner = Runner(app, ())
    assert not runner.keep_lease()
    runner.run(job("never", lambda **_: open_office("wrong", now=1)))
    assert office_named("wrong") is None


def test_every_job_of_the_schedule_runs_on_an_empty_instance(app):
    run_all()


def test_every_job_of_the_schedule_runs_on_an_instance_with_people(world):
    run_all()


def run_all() -> None:
    for entry in SCHEDULE:
        entry.run(now=1_790_000_000, stop=threading.Event())


def test_the_names_of_the_schedule_are_unique():
    assert len({entry.name for entry in SCHEDULE}) == len(SCHEDULE)
