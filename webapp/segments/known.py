"""What segments and their reminders tell of people."""

from webapp.activity.knowing import may_name, rows_of, tells
from webapp.segments.models import PersonSegment, ReminderPause, SavedSegment, Segment
from webapp.users.user import user_name


def register() -> None:
    """Tell of segments; saved ones may be filters for somebody's name."""
    tells("Segments", _SEGMENTS, PersonSegment)
    tells("Paused reminders", _PAUSES, ReminderPause)
    may_name(SavedSegment.name, SavedSegment.criteria)


_SEGMENTS = rows_of(
    {
        "record": PersonSegment.person_id,
        "segment": Segment.name,
        "since": PersonSegment.at,
        "reminder runs from": PersonSegment.base_at,
        "reminder due": PersonSegment.due_at,
        "snoozed until": PersonSegment.snoozed_until,
    },
    join=Segment,
    order_by=(PersonSegment.person_id, Segment.name_key),
)

_PAUSES = rows_of(
    {
        "record": ReminderPause.person_id,
        "since": ReminderPause.at,
        "by": user_name(ReminderPause.by_id),
    },
    order_by=(ReminderPause.person_id,),
)
