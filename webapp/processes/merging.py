"""The runs of people who are merged go on with whoever is kept, but nothing is begun twice for one person."""

from sqlalchemy import select, update

from webapp.activity.models import ChangeSet
from webapp.activity.moving import Merge, moves, rows_move
from webapp.activity.putting_back import note_put_back
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.db import db
from webapp.groups.models import PersonGroup
from webapp.processes.models import Process, ProcessRun

WAITING, SKIPPED = "waiting", "skipped"
MERGED = "Merged with somebody for whom it ran or runs already."


def register() -> None:
    """Let runs go along; before places in groups do, since it matters in which the kept one is by then."""
    moves("runs that another one makes needless", _skip_second_runs)
    reversible("process run", Reversible(_states, _put_back, lambda _key: "A run of a process", _words))
    rows_move("process runs", ProcessRun, one="run of a process", many="Runs of processes")


def _skip_second_runs(merge: Merge) -> None:
    """Leave out what still waits for them in groups in which the kept one is already."""
    in_groups = select(PersonGroup.group_id).where(PersonGroup.person_id == merge.kept_id)
    waiting = (
        select(ProcessRun.person_id, ProcessRun.id)
        .join(Process, Process.id == ProcessRun.process_id)
        .where(
            ProcessRun.person_id.in_(merge.merged_ids),
            ProcessRun.state == WAITING,
            Process.group_id.in_(in_groups),
        )
        .order_by(ProcessRun.id)
    )
    second = {(i, str(run_id)): (WAITING, SKIPPED) for i, run_id in db.session.execute(waiting)}
    _put_back(second, by=merge.by, now=merge.now, change_set=merge.change_set)


def _states(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    """By id alone: whose a run is changes with the merge too."""
    rows = select(ProcessRun.id, ProcessRun.state).where(ProcessRun.id.in_({int(key) for _, key in pairs}))
    states = dict(map(tuple, db.session.execute(rows.order_by(ProcessRun.id))))
    return {pair: states[int(pair[1])] for pair in pairs if int(pair[1]) in states}


def _put_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    said = {WAITING: {"sentence": "", "done_at": None}, SKIPPED: {"sentence": MERGED, "done_at": now}}
    for state, more in said.items():
        ids = [int(key) for (_, key), (_, wanted) in todo.items() if wanted == state]
        changing = update(ProcessRun).where(ProcessRun.id.in_(ids))
        changing = changing.values(state=state, claimed_until=0, **more)
        db.session.execute(changing.execution_options(synchronize_session=False))
    note_put_back(change_set, "process run", todo, now=now, counts=False)


def _words(_key: str, value: object) -> str:
    return str(value or "")
