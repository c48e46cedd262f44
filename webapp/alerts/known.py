"""What alerts tell of people."""

from webapp.activity.knowing import may_name, rows_of, tells
from webapp.alerts.models import Alert
from webapp.users.user import user_name


def register() -> None:
    """Tell of alerts and reminders about somebody; those about something else may name them."""
    tells("Alerts and reminders", _ALERTS, Alert)
    may_name(Alert.data)


_ALERTS = rows_of(
    {
        "record": Alert.person_id,
        "at": Alert.at,
        "kind": Alert.kind,
        "for": user_name(Alert.user_id, "Everybody who sees them"),
        "details": Alert.data,
        "seen": Alert.seen_at,
    },
    order_by=(Alert.id,),
)
