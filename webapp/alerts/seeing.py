"""Which alerts wait for a user until they say that they know, and saying so."""

from sqlalchemy import ColumnElement, and_, literal_column, or_

from webapp.alerts.models import Alert
from webapp.db import claim
from webapp.users.viewer import Viewer

TOLD = ("mention", "next step", "process")
"""The kinds that stand on Today one by one. Expired reminders stand there by themselves."""


def waits(now: int) -> ColumnElement[bool]:
    """Whether an alert is to be told of. What is compared are literals, for the index is partial."""
    of_these = or_(*(Alert.kind == literal_column(f"'{kind}'") for kind in TOLD))
    zero = literal_column("0")
    return and_(of_these, Alert.seen_at == zero, Alert.withdrawn_at == zero, Alert.at <= now)


def see(alert_id: int, *, by: Viewer, now: int) -> bool:
    """Note that the user knows; False if it is not theirs or nothing waits there."""
    return claim(Alert, Alert.id == alert_id, Alert.user_id == by.id, waits(now), seen_at=now)


def see_again(alert_id: int, *, by: Viewer) -> bool:
    """Let an alert wait again that the user knew of."""
    return claim(Alert, Alert.id == alert_id, Alert.user_id == by.id, Alert.seen_at > 0, seen_at=0)
