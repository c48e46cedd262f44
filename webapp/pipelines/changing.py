"""What statuses and stages have in common when an administrator changes them."""

from webapp.db import db, key
from webapp.people.following import let_follow
from webapp.pipelines.models import Stage, Status
from webapp.users.viewer import Viewer


def change(
    row: Status | Stage, kind: str, *, name: str, hue: str, pauses_reminders: bool, by: Viewer, now: int
) -> None:
    """Give a "status" or "stage" this name, which is free, and a colour, and let it pause reminders or not.

    Where that is new, the reminders of its people follow.
    """
    pauses_otherwise = row.pauses_reminders != pauses_reminders
    row.name, row.name_key = name, key(name)
    row.hue, row.pauses_reminders = hue, pauses_reminders
    db.session.flush()
    if pauses_otherwise:
        let_follow(f"clocks of {kind}", row.id, by=by, now=now)
