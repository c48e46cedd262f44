"""Processes as those keep them who may edit groups: adding, changing, pausing and deleting them.

Each is a change set; how it is taken back is in deeds.py. Runs that wait while the steps change go on with
the new ones, from where they are.
"""

from collections.abc import Sequence

from sqlalchemy import func, select

from webapp.activity.models import ChangeSet
from webapp.activity.records import DELETED, MADE
from webapp.activity.tracking import note_record, open_change_set
from webapp.bad_input import BadInput
from webapp.db import db
from webapp.groups.models import Group
from webapp.naming import name_of
from webapp.processes.models import Process
from webapp.processes.pausing import why_broken
from webapp.processes.steps.step import Step

MOST_STEPS = 20


class BadProcess(BadInput):
    """What is wrong with a process."""


def add_process(
    group: Group, moment: str, name: str, steps: Sequence[Step], *, by, now: int
) -> tuple[Process, ChangeSet]:
    """Add a process at the end of the group's; it begins for who joins or leaves from now on."""
    name = name_of("process", name, BadProcess)
    process = Process(
        group_id=group.id,
        moment=moment,
        name=name,
        position=_last_position(group.id) + 1,
        steps=_kept(steps),
        owner_id=group.owner_id or by.id,
        created_at=now,
        paused_why="",
    )
    db.session.add(process)
    db.session.flush()
    change_set = open_change_set("create", f"Added the process {name}", by=by, now=now, about="process")
    note_record(change_set, "process", process.id, MADE)
    return process, change_set


def change_process(process: Process, name: str, steps: Sequence[Step], *, by, now: int) -> ChangeSet | None:
    """Give a process another name and other steps; None when they are what they were."""
    name, kept = name_of("process", name, BadProcess), _kept(steps)
    values = {"name": (process.name, name), "steps": (process.steps, kept)}
    if process.name == name and process.steps == kept:
        return None
    process.name, process.steps = name, kept
    mend(process)
    return _note(process, f"Changed the process {name}", values, by, now)


def pause_process(process: Process, *, by, now: int) -> ChangeSet:
    """Let it begin for nobody until it is resumed; what waits waits on."""
    process.paused_at, process.paused_why = now, ""
    return _note(process, f"Paused the process {process.name}", {"paused": (False, True)}, by, now)


def resume_process(process: Process, *, by, now: int) -> ChangeSet:
    """Let it begin again; those who joined or left meanwhile are left out."""
    process.paused_at, process.paused_why = None, ""
    return _note(process, f"Resumed the process {process.name}", {"paused": (True, False)}, by, now)


def delete_process(process: Process, *, by, now: int) -> ChangeSet:
    """Delete a process; its log stays, and what waits is not done unless it comes back."""
    process.retired_at = now
    db.session.flush()
    title = f"Deleted the process {process.name}"
    change_set = open_change_set("edit", title, by=by, now=now, about="process")
    note_record(change_set, "process", process.id, DELETED)
    return change_set


def mend(process: Process) -> None:
    """Let it go on if Muster had paused it and nothing that it names is gone any more."""
    if process.paused_why and not why_broken(process):
        process.paused_at, process.paused_why = None, ""
    db.session.flush()


def _kept(steps: Sequence[Step]) -> list[dict]:
    if not steps:
        raise BadProcess("Add at least one step.", "")
    if len(steps) > MOST_STEPS:
        raise BadProcess(f"A process has at most {MOST_STEPS} steps.", "")
    return [step.kept for step in steps]


def _note(process: Process, title: str, values, by, now: int) -> ChangeSet:
    db.session.flush()
    change_set = open_change_set("edit", title, by=by, now=now, about="process")
    note_record(change_set, "process", process.id, values)
    return change_set


def _last_position(group_id: int) -> int:
    last = select(func.max(Process.position)).where(Process.group_id == group_id)
    found = db.session.scalar(last)
    return -1 if found is None else found
