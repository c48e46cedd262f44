"""How often processes ran, and what of them waits or has stopped."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import func, select

from webapp.db import db, fetch
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


def _why(process_id: int) -> str:
    stopped = select(ProcessRun.sentence).where(
        ProcessRun.process_id == process_id, ProcessRun.state == "stopped"
    )
    return db.session.scalar(stopped.order_by(ProcessRun.id.desc()).limit(1))
