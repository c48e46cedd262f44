"""What processes tell of people."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.activity.knowing import Row, may_name, tells, told
from webapp.processes.models import Process, ProcessRun


def register() -> None:
    """Tell of runs; the steps of a process, and why one stopped, may name somebody."""
    tells("Processes", _runs, ProcessRun)
    may_name(Process.name, Process.steps, Process.paused_why, ProcessRun.sentence)


def _runs(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            ProcessRun.person_id.label("record"),
            ProcessRun.at.label("begun"),
            Process.name.label("process"),
            ProcessRun.state.label("state"),
            ProcessRun.step.label("steps done"),
            ProcessRun.done_at.label("done"),
            ProcessRun.sentence.label("why it stopped"),
        )
        .join(Process, Process.id == ProcessRun.process_id)
        .where(ProcessRun.person_id.in_(person_ids))
        .order_by(ProcessRun.id)
    )
