"""The list of statuses as an administrator keeps it."""

from webapp.pipelines.changing import change
from webapp.pipelines.models import Status
from webapp.pipelines.naming import checked_name, refuse_taken
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


def _free_name(name: str, status: Status | None = None) -> str:
    name = checked_name(name, "status")
    refuse_taken(status_named(name), status, "status")
    return name
