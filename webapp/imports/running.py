"""A run from its file to its figures: in chunks, each one transaction, so that anybody can take it over."""

import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import bindparam, delete, func, select, update

from webapp.activity import setbacks
from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.db import PreparedWrite, db, insert_rows, lasting_later, reading, run_out
from webapp.imports.ahead import WORTH_BYTES, DraftedAhead, may_fork
from webapp.imports.applying import Applying, Outcome
from webapp.imports.drafting import Drafting
from webapp.imports.drafts import Draft
from webapp.imports.models import ImportReject, ImportRun
from webapp.imports.naming import Names
from webapp.imports.pace import Pace
from webapp.imports.plan import Plan
from webapp.imports.rehearsing import Rehearsing
from webapp.imports.suppressing import reject_suppressed
from webapp.imports.targets import all_targets
from webapp.imports.windows import count_rows, drafts_of
from webapp.users.own_company import own_company

HOLD_SECONDS = 20
GAP_SECONDS = 0.008
"""The lock is free for so long between two chunks, in which whoever waits for it tries several times
(db/write_lock.py)."""


class LostRun(Exception):
    """Somebody else holds the run now; what this process had not committed is theirs to do."""


def take(run_id: int, holder: str, *, now: int) -> ImportRun | None:
    """Claim a waiting or abandoned run; None while somebody else is at it or there is nothing to do."""
    claimed = db.session.execute(
        update(ImportRun)
        .where(
            ImportRun.id == run_id,
            ImportRun.state.in_(("waiting", "running")),
            _free(now) | (ImportRun.holder == holder),
        )
        .values(state="running", holder=holder, held_until=now + HOLD_SECONDS)
    ).rowcount
    return db.session.get(ImportRun, run_id, populate_existing=True) if claimed else None


def waiting_runs(*, now: int) -> list[int]:
    """The ids of runs that nobody is working on, the oldest first."""
    return list(
        db.session.scalars(
            select(ImportRun.id)
            .where(
                ImportRun.state.in_(("waiting", "running")),
                _free(now),
                ~setbacks.resting("import", ImportRun.id, now),
            )
            .order_by(ImportRun.id)
        )
    )


def abandoned_runs(*, now: int) -> tuple[int, int]:
    """How many runs wait for somebody to work on them, and since when the first of them was there (or 0)."""
    number, first = db.session.execute(
        select(func.count(), func.min(ImportRun.created_at)).where(
            ImportRun.state.in_(("waiting", "running")), _free(now)
        )
    ).one()
    return number, first or 0


def anybody_at_work(*, now: int) -> bool:
    """Whether somebody is applying a run at this moment."""
    at_work = select(ImportRun.id).where(ImportRun.state == "running", ~_free(now)).limit(1)
    return db.session.scalar(at_work) is not None


def let_go(run: ImportRun) -> None:
    """Leave a run to whoever takes it next."""
    run.holder, run.held_until = "", 0
    db.session.flush()


def fail(run: ImportRun, sentence: str, *, now: int) -> None:
    """End a run whose file cannot be read on; what came in stays, and its change set can be taken back."""
    setbacks.forget("import", run.id)
    _end(run, "failed", sentence, now)


def stop(run: ImportRun, sentence: str, *, now: int) -> None:
    """Leave a run to somebody who lets it go on, or takes back what came in so far; a rehearsal just ends."""
    if run.rehearses:
        setbacks.forget("import", run.id)
    else:
        setbacks.stop("import", run.id, sentence, now=now, change_set_id=run.change_set_id)
    _end(run, "stopped", sentence, now)


def go_on(run: ImportRun, *, by) -> bool:
    """Let a stopped run go on after the rows that came in, as `by`; False when they were taken back."""
    setback = setbacks.setback_of("import", run.id)
    if setback is None or not setbacks.go_on(setback, by=by):
        return False
    run.state, run.finished_at, run.failure = "waiting", 0, ""
    db.session.flush()
    return True


def carry_on(run: ImportRun, path: Path, *, by, clock) -> Iterator[ImportRun]:
    """Do what is left of a run that this process took; yields after each chunk, for the caller to commit.

    `clock()` gives the time in UTC seconds. Ends with the run done; on a file that cannot be read it raises
    UnreadableFile, and when somebody else took the run over, LostRun. Then nothing is left half-done.
    """
    plan = Plan.from_json(run.plan)
    make = partial(drafts_of, path, plan, _drafting(plan))
    ahead = path.stat().st_size >= WORTH_BYTES and may_fork()
    done = run.done if run.change_set_id else 0
    with closing(DraftedAhead(make, done) if ahead else make(done)) as drafts:
        if not run.change_set_id:
            run.rows = count_rows(path, plan)
        work, change_set = _begin(run, plan, by, clock())
        yield run
        with lasting_later():  # a chunk that a power cut took is done again; that all is done lasts
            yield from _carry_on(run, iter(drafts), work, change_set, clock)
    if run.rehearses:
        run.preview = {**run.preview, "samples": work.samples.to_json()}
    _finish(run, change_set, clock())
    yield run


def _free(now: int):
    """A condition: nobody works on the run."""
    return run_out(ImportRun.held_until, now, seconds=HOLD_SECONDS)


def _carry_on(
    run: ImportRun, drafts: Iterator[Draft], work, change_set: ChangeSet | None, clock
) -> Iterator[ImportRun]:
    pace, let_go = Pace(), time.perf_counter()
    while chunk := list(islice(drafts, pace.rows)):
        for draft in chunk:
            work.names.check(draft)
        time.sleep(max(0.0, GAP_SECONDS - (time.perf_counter() - let_go)))
        started = time.perf_counter()
        now = clock()
        _go_on(run, len(chunk), now)
        reject_suppressed(chunk)
        outcome = work.write(chunk, now=now, change_set=change_set) if change_set else work.look_at(chunk)
        _note(run, len(chunk), outcome)
        pace.learn(len(chunk), time.perf_counter() - started)
        yield run
        let_go = time.perf_counter()


def _drafting(plan: Plan) -> Drafting:
    with reading():  # the file is read next, and nobody should wait for that
        return Drafting(plan, all_targets(), plan.country or own_company().country)


def _begin(run: ImportRun, plan: Plan, by, now: int):
    names = Names(plan, by)
    required = [target for target in all_targets().values() if target.required]
    office_id = plan.office_id or by.office_id
    if run.rehearses:
        _start_afresh(run, now)
        return Rehearsing(plan, names, required, by, office_id), None
    if run.change_set_id is None:
        _start_afresh(run, now)
        change_set = open_change_set("import", f"Imported {run.file_name}", by=by, now=now)
        change_set.ongoing = True
        run.change_set_id = change_set.id
    change_set = db.session.get_one(ChangeSet, run.change_set_id)
    data = {"import": run.id, "file": run.file_name}
    return Applying(plan, names, required, by, office_id, data), change_set


def _start_afresh(run: ImportRun, now: int) -> None:
    """A rehearsal keeps nothing in the database, so one that was cut off begins again."""
    db.session.execute(delete(ImportReject).where(ImportReject.run_id == run.id))
    run.started_at, run.finished_at, run.failure = now, 0, ""
    run.done = run.created = run.updated = run.skipped = run.rejected = run.asked = 0


def _go_on(run: ImportRun, number: int, now: int) -> None:
    """Take the next rows for this holder, in the transaction that will write them."""
    claim = {"run_id": run.id, "by": run.holder, "before": run.done, "after": run.done + number}
    if not _CLAIM.run(**claim, until=now + HOLD_SECONDS):
        raise LostRun


_CLAIM = PreparedWrite(
    lambda _dialect: (
        update(ImportRun)
        .where(
            ImportRun.id == bindparam("run_id"),
            ImportRun.holder == bindparam("by"),
            ImportRun.done == bindparam("before"),
        )
        .values(done=bindparam("after"), held_until=bindparam("until"))
    )
)


def _note(run: ImportRun, number: int, outcome: Outcome) -> None:
    insert_rows(ImportReject, [_reject(run, draft) for draft in outcome.rejected])
    run.done += number
    run.created += outcome.created
    run.updated += outcome.updated
    run.skipped += outcome.skipped
    run.rejected += len(outcome.rejected)
    run.asked += outcome.asked
    db.session.flush()


def _reject(run: ImportRun, draft: Draft) -> dict:
    return {"run_id": run.id, "line": draft.line, "cells": draft.cells, "reason": draft.reason}


def _finish(run: ImportRun, change_set: ChangeSet | None, now: int) -> None:
    run.finished_at = now
    run.state = "done" if change_set else "draft"
    run.holder, run.held_until = "", 0
    if change_set:
        change_set.ongoing = False
    setbacks.forget("import", run.id)
    db.session.flush()


def _end(run: ImportRun, state: str, sentence: str, now: int) -> None:
    """A rehearsal ends as the draft that it was."""
    if run.change_set_id:
        db.session.get_one(ChangeSet, run.change_set_id).ongoing = False
    run.finished_at, run.failure = now, sentence
    run.state = "draft" if run.rehearses else state
    let_go(run)
