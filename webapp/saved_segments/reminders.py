"""Who of a saved segment is overdue. Nothing is kept of it: it follows from the last touch of each."""

from sqlalchemy import ColumnElement, case, exists, select

from webapp.criteria.errors import CriteriaError
from webapp.people.models import Person
from webapp.pipelines.models import Stage, Status
from webapp.saved_segments.keeping import saved_seen_by
from webapp.segments.clocks import DAY
from webapp.segments.models import ReminderPause, SavedSegment
from webapp.users.viewer import Viewer


def overdue_in(saved_id: int, viewer: Viewer, *, now: int) -> ColumnElement[bool]:
    """Whether a person's reminder is over; raises CriteriaError if the viewer sees no such saved segment."""
    saved = saved_seen_by(viewer, saved_id)
    if saved is None or saved.reminder_days is None:
        raise CriteriaError("This saved segment is not there any more, or reminds nobody.")
    return is_overdue(saved, now=now)


def is_overdue(saved: SavedSegment, *, now: int) -> ColumnElement[bool]:
    """Whether the last contact (or touch), else the person's creation, is longer ago than the period.

    Whoever's reminders pause (by hand, by status or by stage) is not.
    """
    touched_at = Person.last_touch_at if saved.counts_automatic else Person.last_contact_at
    before = now - saved.reminder_days * DAY
    return (
        (case((touched_at > 0, touched_at), else_=Person.created_at) <= before)
        & ~exists(select(ReminderPause.person_id).where(ReminderPause.person_id == Person.id))
        & ~exists(select(Status.id).where(Status.id == Person.status_id, Status.pauses_reminders))
        & ~exists(select(Stage.id).where(Stage.id == Person.stage_id, Stage.pauses_reminders))
    )
