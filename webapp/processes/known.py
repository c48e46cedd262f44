"""What processes tell of people."""

from webapp.activity.knowing import may_name, rows_of, tells
from webapp.processes.models import Process, ProcessRun


def register() -> None:
    """Tell of runs; the steps of a process, and why one stopped, may name somebody."""
    tells("Processes", _RUNS, ProcessRun)
    may_name(Process.name, Process.steps, Process.paused_why, ProcessRun.sentence)


_RUNS = rows_of(
    {
        "record": ProcessRun.person_id,
        "begun": ProcessRun.at,
        "process": Process.name,
        "state": ProcessRun.state,
        "steps done": ProcessRun.step,
        "done": ProcessRun.done_at,
        "why it stopped": ProcessRun.sentence,
    },
    join=Process,
    order_by=(ProcessRun.id,),
)
