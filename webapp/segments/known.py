"""What segments and their reminders tell of people."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.activity.knowing import Row, may_name, tells, told
from webapp.segments.models import PersonSegment, ReminderPause, SavedSegment, Segment
from webapp.users.user import user_name


def register() -> None:
    """Tell of segments; saved ones may be filters for somebody's name."""
    tells("Segments", _segments, PersonSegment)
    tells("Paused reminders", _pauses, ReminderPause)
    may_name(SavedSegment.name, SavedSegment.criteria)


def _segments(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            PersonSegment.person_id.label("record"),
            Segment.name.label("segment"),
            PersonSegment.at.label("since"),
            PersonSegment.base_at.label("reminder runs from"),
            PersonSegment.due_at.label("reminder due"),
            PersonSegment.snoozed_until.label("snoozed until"),
        )
        .join(Segment, Segment.id == PersonSegment.segment_id)
        .where(PersonSegment.person_id.in_(person_ids))
        .order_by(PersonSegment.person_id, Segment.name_key)
    )


def _pauses(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            ReminderPause.person_id.label("record"),
            ReminderPause.at.label("since"),
            user_name(ReminderPause.by_id).label("by"),
        ).where(ReminderPause.person_id.in_(person_ids))
    )
