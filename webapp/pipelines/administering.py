"""The list of statuses as an administrator keeps it."""

from webapp.activity.tracking import open_change_set
from webapp.db import db, key
from webapp.people.following import let_follow
from webapp.pipelines.models import Status
from webapp.pipelines.statuses import add_status, status_named

LONGEST_NAME = 60


class BadStatus(ValueError):
    """One sentence on what is wrong."""


def new_status(name: str, *, hue: str, pauses_reminders: bool, now: int) -> Status:
    """Add a status at the end; raises BadStatus."""
    status = add_status(_checked_name(name), now=now, hue=hue)
    status.pauses_reminders = pauses_reminders
    return status


def change_status(status: Status, *, name: str, hue: str, pauses_reminders: bool) -> None:
    """Give a status another name or colour; raises BadStatus."""
    name = _checked_name(name, status)
    status.name, status.name_key = name, key(name)
    status.hue, status.pauses_reminders = hue, pauses_reminders
    db.session.flush()


def delete_status(status: Status, into: Status, *, by, now: int) -> bool:
    """Move everybody of a status to another and delete it; False when a job finishes that.

    Raises BadStatus.
    """
    if status.role:
        raise BadStatus(f"Muster itself sets “{status.name}”, so it stays. It can be renamed.")
    if into.id == status.id or into.retired_at is not None:
        raise BadStatus("Choose the status that its people move to.")
    status.retired_at = now
    change_set = open_change_set("edit", f"Deleted the status {status.name}", by=by, now=now)
    return let_follow("status", status.id, into.id, by=by, now=now, change_set=change_set)


def _checked_name(name: str, status: Status | None = None) -> str:
    name = " ".join(name.split())
    if not key(name):
        raise BadStatus("Give the status a name.")
    if len(name) > LONGEST_NAME:
        raise BadStatus(f"Use at most {LONGEST_NAME} characters.")
    taken = status_named(name)
    if taken is not None and taken is not status:
        raise BadStatus(f"There is a status “{taken.name}” already.")
    return name
