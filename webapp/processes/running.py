"""Working on runs, in batches of one process at the same step.

A batch is claimed for a while; then each of its steps is one transaction together with the place that it
reached, so whatever is cut off goes on behind the last whole step and does nothing twice. All steps of a
batch are one change set.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Select, literal_column, select, update

from webapp.activity.models import Change, ChangeSet
from webapp.activity.reacting import together
from webapp.activity.setbacks import DELAYS_SECONDS, MOST_TRIES
from webapp.activity.tracking import open_change_set
from webapp.db import claim, db, fetch, one_of, run_out
from webapp.groups.naming import tree
from webapp.people.models import Person
from webapp.people.visible import LIVING
from webapp.processes.beginning import TAKEN_BACK
from webapp.processes.models import Process, ProcessRun
from webapp.processes.pausing import pause, why_broken
from webapp.processes.standing import actor_of, at_work, said
from webapp.processes.steps import step_of
from webapp.processes.steps.step import Doing
from webapp.processes.telling import tell_owner

BATCH = 200
CLAIM_SECONDS = 60
WAITING = ProcessRun.state == literal_column("'waiting'")
"""A literal, because a bound parameter loses the partial index on PostgreSQL."""
NOT_THERE = "Skipped: this person is in the trash or belongs to another office."
GAVE_UP = "Step {} failed {} times, so Muster stopped here."


@dataclass(frozen=True)
class Batch:
    """Runs of one process for different people, all with the same chain, of which `step` steps are done.

    `runs` is {run_id: person_id}; they belong to who claimed them `until` then.
    """

    process_id: int
    step: int
    change_set_id: int | None
    runs: dict[int, int]
    until: int


def claim_batch(*, now: int) -> Batch | None:
    """Take the next runs that wait, the oldest first; None if none is due. The caller commits.

    Runs that failed come one by one, so that one person does not stop the others.
    """
    due = fetch(_due(now)).all()
    if not due:
        return None
    first, people = due[0], {}
    for run in due:
        alike = (run.process_id, run.chain, run.step, run.change_set_id) == first[1:5]
        if alike and not (run.tries or first.tries) and len(people) < BATCH:
            people.setdefault(run.person_id, run.id)
    ids = list(people.values()) or [first.id]
    taken, until = _claimed(ids, now), now + CLAIM_SECONDS
    return Batch(first.process_id, first.step, first.change_set_id, taken, until) if taken else None


def do_next_step(batch: Batch, *, now: int) -> Batch | None:
    """Do one step for the batch; what is left to do, None at its end. The caller commits."""
    process = db.session.get_one(Process, batch.process_id, populate_existing=True)
    if not goes_on(process, now=now):
        _let_go(batch)
        return None
    by = actor_of(process)
    change_set = _change_set(batch, process, by, now)
    if change_set is None:
        _end(batch, batch.runs, "skipped", TAKEN_BACK, now)
        return None
    batch = replace(batch, change_set_id=change_set.id)
    runs = _advance(batch, last=batch.step + 1 >= len(process.steps), now=now)
    there = _people_there(process, runs.values())
    gone = [run_id for run_id, person_id in runs.items() if person_id not in there]
    _end(batch, gone, "skipped", NOT_THERE, now)
    doing = {person_id: run_id for run_id, person_id in runs.items() if person_id in there}
    if doing and batch.step < len(process.steps):
        step = step_of(process.steps[batch.step])
        with together():
            step.do(Doing(doing, batch.step, said(process), by, now, change_set))
        _count_people(change_set)
    if batch.step + 1 >= len(process.steps) or not doing:
        return None
    return replace(batch, step=batch.step + 1, runs={run_id: i for i, run_id in doing.items()})


def note_failure(batch: Batch, *, now: int) -> None:
    """Let the runs of a batch that failed rest for longer each time, and stop after MOST_TRIES."""
    tries = db.session.scalar(
        select(ProcessRun.tries).where(ProcessRun.id.in_(batch.runs)).order_by(ProcessRun.tries.desc())
    )
    values = {"tries": tries + 1, "claimed_until": 0}
    if tries + 1 < MOST_TRIES:
        values["again_at"] = now + DELAYS_SECONDS[tries]
    else:
        sentence = GAVE_UP.format(batch.step + 1, MOST_TRIES)
        values |= {"state": "stopped", "sentence": sentence, "done_at": now}
        process = db.session.get_one(Process, batch.process_id)
        tell_owner(process, "process stopped", str(min(batch.runs)), sentence, now=now)
    db.session.execute(_of(batch).values(**values))


def goes_on(process: Process, *, now: int) -> bool:
    """Whether its runs go on; one that names something gone is paused."""
    if process.paused_at is None and (why := why_broken(process)):
        pause(process, why, now=now)
    return process.paused_at is None and process in at_work([process.group_id])


def _due(now: int) -> Select:
    group_ids = db.session.scalars(select(Process.group_id).distinct()).all()
    working = [process.id for process in at_work(group_ids) if process.paused_at is None]
    run = ProcessRun
    return (
        select(run.id, run.process_id, run.chain, run.step, run.change_set_id, run.tries, run.person_id)
        .where(WAITING, run.again_at <= now, _free(now), run.process_id.in_(working))
        .order_by(run.again_at, run.id)
        .limit(2 * BATCH)
    )


def _free(now: int):
    """A condition: nobody is at work on the run."""
    return run_out(ProcessRun.claimed_until, now, seconds=CLAIM_SECONDS)


def _claimed(run_ids: list[int], now: int) -> dict[int, int]:
    taking = (
        update(ProcessRun)
        .where(ProcessRun.id.in_(run_ids), WAITING, _free(now))
        .values(claimed_until=now + CLAIM_SECONDS)
    )
    return _touched(taking)


def _advance(batch: Batch, *, last: bool, now: int) -> dict[int, int]:
    """Note that this step is done; {run_id: person_id} of those that are still the batch's."""
    reached = {"step": batch.step + 1, "change_set_id": batch.change_set_id, "tries": 0}
    if last:
        reached |= {"state": "done", "done_at": now, "sentence": ""}
    return _touched(_of(batch).where(ProcessRun.step == batch.step).values(**reached))


def _of(batch: Batch):
    mine = ProcessRun.claimed_until == batch.until
    return (
        update(ProcessRun)
        .where(ProcessRun.id.in_(batch.runs), WAITING, mine)
        .execution_options(synchronize_session=False)
    )


def _let_go(batch: Batch) -> None:
    db.session.execute(_of(batch).values(claimed_until=0))


def _end(batch: Batch, run_ids, state: str, sentence: str, now: int) -> None:
    """Leave runs out of what is still to be done."""
    ending = update(ProcessRun).where(ProcessRun.id.in_(list(run_ids)))
    ending = ending.where(ProcessRun.claimed_until == batch.until)
    db.session.execute(
        ending.values(state=state, sentence=sentence, done_at=now).execution_options(
            synchronize_session=False
        )
    )


def _touched(statement) -> dict[int, int]:
    returned = statement.returning(ProcessRun.id, ProcessRun.person_id)
    rows = db.session.execute(returned.execution_options(synchronize_session=False))
    return dict(sorted(map(tuple, rows)))


def _change_set(batch: Batch, process: Process, by, now: int) -> ChangeSet | None:
    """The one of the batch; None if it was taken back meanwhile. While a step is done nobody can."""
    if batch.change_set_id is None:
        return open_change_set("process", f"Process {said(process)}", by=by, now=now)
    mine = ChangeSet.id == batch.change_set_id
    if not claim(ChangeSet, mine, ChangeSet.undone_at.is_(None), ongoing=False):
        return None
    return db.session.get_one(ChangeSet, batch.change_set_id, populate_existing=True)


def _people_there(process: Process, person_ids) -> set[int]:
    """Those in no trash, and of the group's office if it is one's."""
    living = select(Person.id).where(LIVING, one_of(Person.id, person_ids))
    if office_id := tree()[process.group_id].office_id:
        living = living.where(Person.office_id == office_id)
    return set(fetch(living).scalars())


def _count_people(change_set: ChangeSet) -> None:
    """Each once, however many steps changed them."""
    db.session.flush()
    changed = select(Change.person_id).where(Change.change_set_id == change_set.id).distinct()
    change_set.people = len(fetch(changed).all())
    db.session.flush()
