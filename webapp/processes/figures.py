"""How often processes ran, and what of them waits or has stopped."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import case, func, select

from webapp.db import db, fetch
from webapp.groups.naming import tree
from webapp.processes.models import Process, ProcessRun


class Figures(NamedTuple):
    """Runs of one process by state; `why` is the sentence of the latest that stopped."""

    done: int = 0
    waiting: int = 0
    stopped: int = 0
    skipped: int = 0
    why: str = ""

    @property
    def all(self) -> int:
        return self.done + self.waiting + self.stopped + self.skipped


def figures_of(process_ids: Collection[int]) -> dict[int, Figures]:
    """The figures of each of these processes."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    counted = select(ProcessRun.process_id, ProcessRun.state, func.count())
    counted = counted.where(ProcessRun.process_id.in_(list(process_ids)))
    for process_id, state, number in fetch(counted.group_by(ProcessRun.process_id, ProcessRun.state)):
        found[process_id][state] = number
    return {
        process_id: Figures(**by_state, why=_why(process_id) if "stopped" in by_state else "")
        for process_id in process_ids
        for by_state in [found[process_id]]
    }


def waiting_runs() -> tuple[int, int]:
    """How many runs wait that nobody lets rest, and since when the first of them does (0 if none)."""
    waiting = select(func.count(), func.coalesce(func.min(ProcessRun.at), 0)).join(
        Process, Process.id == ProcessRun.process_id
    )
    resting = Process.paused_at.is_not(None) | Process.retired_at.is_not(None)
    number, since = fetch(waiting.where(ProcessRun.state == "waiting", ~resting)).one()
    return number, since


class Troubled(NamedTuple):
    """A process with runs that stopped, or failed and are tried again; `why` as in Figures."""

    process: Process
    stopped: int
    failing: int
    why: str


def troubled() -> list[Troubled]:
    """Those with such runs that stand, as their groups do, the ones that stopped most often first."""
    stopped = func.sum(case((ProcessRun.state == "stopped", 1), else_=0))
    failing = func.sum(case(((ProcessRun.state == "waiting") & (ProcessRun.tries > 0), 1), else_=0))
    found = (
        select(Process, stopped, failing)
        .join(ProcessRun, ProcessRun.process_id == Process.id)
        .where(Process.retired_at.is_(None), ProcessRun.state.in_(("stopped", "waiting")))
        .group_by(Process.id)
        .having((stopped > 0) | (failing > 0))
        .order_by(stopped.desc(), Process.id)
    )
    return [
        Troubled(process, stopped, failing, _why(process.id) if stopped else "")
        for process, stopped, failing in db.session.execute(found)
        if process.group_id in tree()
    ]


def _why(process_id: int) -> str:
    stopped = select(ProcessRun.sentence).where(
        ProcessRun.process_id == process_id, ProcessRun.state == "stopped"
    )
    return db.session.scalar(stopped.order_by(ProcessRun.id.desc()).limit(1))
