"""The log of a process: for whom it ran, how far it came, and letting go on what has stopped."""

from typing import NamedTuple

from sqlalchemy import select, update

from webapp.db import claim, db, fetch
from webapp.people.models import Person
from webapp.people.visible import LIVING, seen_by
from webapp.processes.models import ProcessRun
from webapp.users.viewer import Viewer

PAGE = 50
AGAIN = {
    "state": "waiting",
    "tries": 0,
    "again_at": 0,
    "claimed_until": 0,
    "done_at": None,
    "sentence": "",
}


class Logged(NamedTuple):
    """A run as the log shows it; `name` is '' for somebody whom the viewer does not see."""

    id: int
    person_id: int
    name: str
    at: int
    done_at: int | None
    step: int
    state: str
    sentence: str
    tries: int
    again_at: int
    change_set_id: int | None
    in_loop: bool


def log_page(
    process_id: int, viewer: Viewer, *, state: str = "", before: int | None = None
) -> tuple[list[Logged], int | None]:
    """The newest runs, of one state if given, and before which id the next page is."""
    run = ProcessRun
    newest = (
        select(
            run.id, run.person_id, Person.name, run.at, run.done_at, run.step, run.state, run.sentence,
            run.tries, run.again_at, run.change_set_id, run.chain,
        )
        .outerjoin(Person, (Person.id == run.person_id) & LIVING & seen_by(viewer))
        .where(run.process_id == process_id)
        .order_by(run.id.desc())
    )  # fmt: skip
    if state:
        newest = newest.where(run.state == state)
    if before:
        newest = newest.where(run.id < before)
    rows = fetch(newest.limit(PAGE + 1)).all()
    lines = [
        Logged(row.id, row.person_id, row.name or "", *row[3:11], process_id in row.chain)
        for row in rows[:PAGE]
    ]
    return lines, lines[-1].id if len(rows) > PAGE else None


def try_again(process_id: int, run_ids: list[int] | None = None) -> int:
    """Let stopped runs go on at the step that failed, all of them by default; how many.

    One that stopped because of a loop is left: it would only come back.
    """
    stopped = select(ProcessRun.id, ProcessRun.chain).where(
        ProcessRun.process_id == process_id, ProcessRun.state == "stopped"
    )
    going = [row.id for row in fetch(stopped) if process_id not in row.chain]
    going = [run_id for run_id in going if run_ids is None or run_id in run_ids]
    waiting = update(ProcessRun).where(ProcessRun.id.in_(going), ProcessRun.state == "stopped")
    db.session.execute(waiting.values(**AGAIN))
    return len(going)


def skip(process_id: int, run_id: int, *, now: int) -> bool:
    """Leave a run that stopped or waits as it is, for good; False when it is done already."""
    return claim(
        ProcessRun,
        ProcessRun.id == run_id,
        ProcessRun.process_id == process_id,
        ProcessRun.state.in_(("stopped", "waiting")),
        state="skipped",
        done_at=now,
    )


def skip_stopped(process_id: int, *, now: int) -> int:
    """Leave all that has stopped as it is, for good; how many."""
    skipping = update(ProcessRun).where(ProcessRun.process_id == process_id, ProcessRun.state == "stopped")
    return db.session.execute(skipping.values(state="skipped", done_at=now)).rowcount
