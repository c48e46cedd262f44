"""What alerts tell of people."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.activity.knowing import Row, may_name, tells, told
from webapp.alerts.models import Alert
from webapp.users.user import user_name


def register() -> None:
    """Tell of alerts and reminders about somebody; those about something else may name them."""
    tells("Alerts and reminders", _alerts, Alert)
    may_name(Alert.data)


def _alerts(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            Alert.person_id.label("record"),
            Alert.at.label("at"),
            Alert.kind.label("kind"),
            user_name(Alert.user_id, "Everybody who sees them").label("for"),
            Alert.data.label("details"),
            Alert.seen_at.label("seen"),
        )
        .where(Alert.person_id.in_(person_ids))
        .order_by(Alert.id)
    )
