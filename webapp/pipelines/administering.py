"""The list of statuses as an administrator keeps it."""

from webapp.activity.tracking import open_change_set
from webapp.people.following import let_follow
from webapp.pipelines.changing import change
from webapp.pipelines.models import Status
from webapp.pipelines.naming import BadStanding, checked_name, refuse_taken
from webapp.pipelines.statuses import add_status, status_named
from webapp.users.viewer import Viewer


def new_status(name: str, *, hue: str, pauses_reminders: bool, now: int) -> Status:
    """Add a status at the end; raises BadStanding."""
    status = add_status(_free_name(name), now=now, hue=hue)
    status.pauses_reminders = pauses_reminders
    return status


def change_status(
    status: Status, *, name: str, hue: str, pauses_reminders: bool, by: Viewer, now: int
) -> None:
    """Give a status another name or colour, or let it pause reminders; raises BadStanding."""
    name = _free_name(name, status)
    change(status, "status", name=name, hue=hue, pauses_reminders=pauses_reminders, by=by, now=now)


def delete_status(status: Status, into: Status, *, by, now: int) -> bool:
    """Move everybody of a status to another and delete it; False when a job finishes that.

    Raises BadStanding.
    """
    if status.role:
        raise BadStanding(f"Muster itself sets “{status.name}”, so it stays. It can be renamed.")
    if into.id == status.id or into.retired_at is not None:
        raise BadStanding("Choose the status that its people move to.")
    status.retired_at = now
    change_set = open_change_set("edit", f"Deleted the status {status.name}", by=by, now=now)
    return let_follow("status", status.id, into.id, by=by, now=now, change_set=change_set)


def _free_name(name: str, status: Status | None = None) -> str:
    name = checked_name(name, "status")
    refuse_taken(status_named(name), status, "status")
    return name
