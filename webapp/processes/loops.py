"""Processes that lead to each other: what a process changes inherits its chain, also through rules, since all
of it is in the change set of its batch. None runs for what it led to itself."""

from datetime import UTC, datetime

from sqlalchemy import select

from webapp.activity.models import ChangeSet
from webapp.db import db
from webapp.processes.models import Process, ProcessRun
from webapp.processes.telling import tell_owner


def chain_of(change_set: ChangeSet) -> list[int]:
    """The ids of the processes that led to this change set, the first first; [] for a deed of somebody."""
    of_batch = select(ProcessRun.chain, ProcessRun.process_id).where(
        ProcessRun.change_set_id == change_set.id
    )
    row = db.session.execute(of_batch.limit(1)).first()
    return [*row.chain, row.process_id] if row else []


def in_words(chain: list[int]) -> str:
    """“Welcome” → “Goodbye” → “Welcome”"""
    named = select(Process.id, Process.name).where(Process.id.in_(chain))
    names = dict(db.session.execute(named).all())
    return " → ".join(f"“{names[process_id]}”" for process_id in chain)


def tell_of_loop(process: Process, chain: list[int], sentence: str, *, now: int) -> None:
    """Alert who keeps the process, once a day however many people it stopped for."""
    day = datetime.fromtimestamp(now, UTC).date().toordinal()
    tell_owner(process, "process loop", f"{'-'.join(map(str, chain))}:{day}", sentence, now=now)
