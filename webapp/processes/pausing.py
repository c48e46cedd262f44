"""Processes that name something deleted rest until it is back or somebody mends them."""

from sqlalchemy import select

from webapp.db import db
from webapp.groups.naming import tree
from webapp.processes.models import Process
from webapp.processes.steps import steps_of
from webapp.processes.telling import tell_owner


def why_broken(process: Process) -> str:
    """What is gone of what its steps name, as "Step 2: …"; '' if nothing is."""
    found = ((number, step.why_gone()) for number, step in enumerate(steps_of(process.steps), 1))
    return next((f"Step {number}: {why}" for number, why in found if why), "")


def look_after(*, now: int) -> None:
    """Pause the processes that name something gone, and let those go on that are whole again."""
    standing = select(Process).where(
        Process.retired_at.is_(None), Process.paused_at.is_(None) | (Process.paused_why != "")
    )
    for process in db.session.scalars(standing.order_by(Process.id)):
        if process.group_id not in tree():
            continue
        why = why_broken(process)
        if why and process.paused_at is None:
            pause(process, why, now=now)
        elif not why:
            process.paused_at, process.paused_why = None, ""
    db.session.flush()


def pause(process: Process, why: str, *, now: int) -> None:
    """Let a process rest that cannot do what it says, and tell who keeps it."""
    process.paused_at, process.paused_why = now, why
    db.session.flush()
    tell_owner(process, "process paused", str(now), why, now=now)
