"""How deeds on processes are taken back: that one was added, changed, paused, resumed or deleted."""

from collections.abc import Mapping

from webapp.activity.records import STANDS, RecordKind, Values, record_kind
from webapp.activity.retiring import present_of, titled, unretired
from webapp.db import db
from webapp.groups.models import Group
from webapp.processes.arranging import mend
from webapp.processes.models import Process
from webapp.processes.steps import steps_of
from webapp.users.permission import Permission

NAMES = {"name": "Name", "steps": "Steps", "paused": "Paused"}


def register() -> None:
    """Let undo bring deleted processes back, and what they did."""
    how = RecordKind(
        permission=Permission.EDIT_GROUPS,
        title=titled(Process, "process"),
        standing=unretired(Process),
        present=present_of(Process, _values),
        refused=_refused,
        put_back=_put_back,
        name=NAMES.get,
        words=_words,
    )
    record_kind("process", how)


def _words(key: str, value: object) -> str:
    if key == "steps":
        return "; ".join(step.sentence for step in steps_of(value))
    if key == "paused":
        return "yes" if value else "no"
    return str(value)


def _values(process: Process) -> Values:
    return {
        "name": process.name,
        "steps": process.steps,
        "paused": process.paused_at is not None and not process.paused_why,
    }


def _refused(process_id: int, wanted: Values) -> Mapping[str, str]:
    if not wanted.get(STANDS):
        return {}
    process = db.session.get_one(Process, process_id)
    gone = db.session.get_one(Group, process.group_id).retired_at is not None
    return {STANDS: "Its group was deleted. Bring that back first."} if gone else {}


def _put_back(process_id: int, wanted: Values, *, by, now: int, change_set) -> None:
    process = db.session.get_one(Process, process_id)
    if STANDS in wanted:
        process.retired_at = None if wanted[STANDS] else now
    process.name = wanted.get("name", process.name)
    process.steps = wanted.get("steps", process.steps)
    if "paused" in wanted:
        process.paused_at, process.paused_why = now if wanted["paused"] else None, ""
    mend(process)
