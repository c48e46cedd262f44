"""Looks at everything that can be wrong with an instance and says what to do about it."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from webapp.activity.setbacks import latest_detail, stopped_work
from webapp.config import Settings
from webapp.db import db, on_sqlite
from webapp.files.store import FOLDER, Store
from webapp.files.sweeping import strays
from webapp.imports.running import abandoned_runs
from webapp.jobs import lease
from webapp.jobs.models import JobState
from webapp.jobs.runner import LEASE
from webapp.messaging.outbox import waiting_mails
from webapp.migrations import Schema, schema_state
from webapp.operations.finding import Finding, Verdict
from webapp.operations.surroundings import surroundings
from webapp.people.counting import wrong_counters
from webapp.processes.figures import Troubled, troubled
from webapp.processes.standing import said
from webapp.segments.clocks import some_members, wrong_clocks
from webapp.segments.models import PersonSegment
from webapp.users.second_factor import set_up_under_another

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
STUCK_SECONDS = 900
MEMBERS_LOOKED_AT = 1_000
TROUBLED_NAMED = 5
KINDS_OF_WORK = {"import": "of imports", "undo": "of undos", "following": "of deletions and renamings"}


def examine(settings: Settings, *, now: int) -> Iterator[Finding]:
    """Every check's findings, in order; checks that need the schema are left out without it."""
    yield from surroundings(settings)
    database = _guarded("Database", _database)
    yield database
    if database.verdict is Verdict.OK:
        yield _pragmas()
        yield _file()
        yield _jobs_running(now)
        yield from _jobs_failing()
        yield _imports(now)
        yield _background_work()
        yield _processes()
        yield _outbox(settings, now)
        yield _counters()
        yield _reminders(now)
        yield _second_factors(settings)
        yield _files(settings.instance, now)


def _guarded(about: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        return Finding(about, Verdict.WRONG, f"It cannot be used: {reason}")


def _database() -> Finding:
    state = schema_state()
    if state is not Schema.CURRENT:
        advice = ": run `muster migrate`" if state in (Schema.EMPTY, Schema.BEHIND) else ""
        return Finding("Database", Verdict.WRONG, f"Its schema is {state}{advice}")
    return Finding("Database", Verdict.OK, db.engine.url.render_as_string(hide_password=True))


def _pragmas() -> Finding:
    if not on_sqlite():
        return Finding("Safety", Verdict.OK, "PostgreSQL's own")
    with db.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
    if found != PRAGMAS:
        return Finding("Safety", Verdict.WRONG, f"SQLite runs with {found} and not {PRAGMAS}")
    return Finding("Safety", Verdict.OK, "write-ahead log, full synchronisation, foreign keys")


def _file() -> Finding:
    if not on_sqlite():
        return Finding("Integrity", Verdict.OK, "PostgreSQL's own")
    with db.engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    return Finding("Integrity", Verdict.OK if found == "ok" else Verdict.WRONG, found)


def _jobs_running(now: int) -> Finding:
    if lease.is_held(LEASE, now=now):
        return Finding("Jobs", Verdict.OK, "running")
    return Finding("Jobs", Verdict.NOTE, "Nobody runs them now; `muster serve` or `muster jobs` does")


def _jobs_failing() -> Iterator[Finding]:
    for state in db.session.scalars(select(JobState).where(JobState.failed_at > JobState.succeeded_at)):
        yield Finding(f"Job {state.name}", Verdict.WRONG, f"failed: {state.failure}")


def _imports(now: int) -> Finding:
    number, since = abandoned_runs(now=now)
    if number and now - since > STUCK_SECONDS:
        sentence = f"{number} wait, the first for {(now - since) // 60} minutes: is `muster jobs` running?"
        return Finding("Imports", Verdict.WRONG, sentence)
    return Finding("Imports", Verdict.OK, "none is stuck")


def _background_work() -> Finding:
    stopped = stopped_work()
    if not stopped:
        return Finding("Background work", Verdict.OK, "nothing has stopped")
    kinds = ", ".join(f"{number} {KINDS_OF_WORK[kind]}" for kind, number in stopped.items())
    sentence = f"Stopped until somebody lets it go on: {kinds}; Imports and Activity say why"
    reason = latest_detail()
    return Finding(
        "Background work", Verdict.WRONG, f"{sentence}. Last failure: {reason}" if reason else sentence
    )


def _processes() -> Finding:
    found = troubled()
    if not found:
        return Finding("Processes", Verdict.OK, "none has stopped or fails")
    named = "; ".join(map(_trouble, found[:TROUBLED_NAMED]))
    more = f"; and {len(found) - TROUBLED_NAMED} more" if len(found) > TROUBLED_NAMED else ""
    verdict = Verdict.WRONG if any(one.stopped for one in found) else Verdict.NOTE
    return Finding("Processes", verdict, f"{named}{more}")


def _trouble(one: Troubled) -> str:
    counted = [f"stopped for {one.stopped:,}"] if one.stopped else []
    counted += [f"fails for {one.failing:,} and is tried again"] if one.failing else []
    why = f" ({one.why})" if one.why else ""
    return f"“{said(one.process)}” {' and '.join(counted)}{why}"


def _outbox(settings: Settings, now: int) -> Finding:
    number, since = waiting_mails()
    if number and settings["MUSTER_SMTP_URL"] and now - since > STUCK_SECONDS:
        sentence = f"{number} mails wait, the first for {(now - since) // 60} minutes; the outbox says why"
        return Finding("Outbox", Verdict.WRONG, sentence)
    return Finding("Outbox", Verdict.OK, f"{number} mails wait")


def _second_factors(settings: Settings) -> Finding:
    if number := set_up_under_another(settings["MUSTER_SECRET_KEY"]):
        sentence = (
            f"{number} were set up under another secret, and their codes do not work: bring that secret back,"
            " or let their users take a recovery code, or run muster user second-factor EMAIL --off"
        )
        return Finding("Second factors", Verdict.WRONG, sentence)
    return Finding("Second factors", Verdict.OK, "all belong to this secret")


def _files(instance: Path, now: int) -> Finding:
    found = strays(Store(instance), now=now)
    if found.missing:
        sentence = f"{len(found.missing)} are not where they should be: bring {FOLDER}/ back from a backup"
        return Finding("Files", Verdict.WRONG, sentence)
    if found.unknown:
        sentence = f"{len(found.unknown)} belong to nobody; `muster jobs` deletes them within an hour"
        return Finding("Files", Verdict.NOTE, sentence)
    return Finding("Files", Verdict.OK, "all are there")


def _counters() -> Finding:
    if wrong := wrong_counters():
        return Finding("Counters", Verdict.WRONG, f"{len(wrong)} are wrong: run muster doctor --fix")
    return Finding("Counters", Verdict.OK, "all agree with a full count")


def _reminders(now: int) -> Finding:
    """Looks at people from a random one on: all of them would take long, and each run sees others."""
    newest = db.session.scalar(select(func.max(PersonSegment.person_id))) or 0
    sample = some_members(MEMBERS_LOOKED_AT, after=random.randrange(newest + 1)) or some_members(
        MEMBERS_LOOKED_AT, after=0
    )
    wrong = wrong_clocks(sample, now=now)
    if wrong:
        sentence = f"{wrong} of the reminders of {len(sample)} people are not when they should be due"
        return Finding("Reminders", Verdict.WRONG, sentence)
    return Finding("Reminders", Verdict.OK, f"those of {len(sample):,} people are as they should be")
