"""How often processes ran, and what of it waits or has stopped."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import func, select

from webapp.db import db, fetch
from webapp.processes.models import ProcessRun


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


def _why(process_id: int) -> str:
    stopped = select(ProcessRun.sentence).where(
        ProcessRun.process_id == process_id, ProcessRun.state == "stopped"
    )
    return db.session.scalar(stopped.order_by(ProcessRun.id.desc()).limit(1))
