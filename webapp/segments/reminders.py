"""Who is expired, and how the reminders of one person stand."""

from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, select

from webapp.db import Prepared, counters, fetch, with_index
from webapp.people.models import Person
from webapp.people.visible import counted_for, seen_by
from webapp.pipelines.models import Stage, Status
from webapp.segments.clocks import DAY, is_expired
from webapp.segments.expiring import UNTOLD
from webapp.segments.models import PersonSegment, ReminderPause, Segment
from webapp.users.viewer import Viewer


def expired_numbers(viewer: Viewer, *, now: int) -> Counter[int]:
    """How many people whom the viewer sees are expired in each segment, at this second."""
    return counters.read("expired", counted_for(viewer)) + just_expired(viewer, now=now)


def just_expired(viewer: Viewer | None, *, now: int, segment_ids: Collection[int] = ()) -> Counter[int]:
    """Those of the expired, in these segments or all, whom the counters do not have yet; None sees all."""
    late = due_between(viewer, 0, now)
    return Counter({of: people for of, people in late.items() if not segment_ids or of in segment_ids})


def due_between(viewer: Viewer | None, after: int, until: int) -> Counter[int]:
    """How many in each segment are due later than `after`, at `until` the latest, and were not told of yet;
    None sees all."""
    by = None if viewer is None or viewer.scope == "all" else viewer
    return Counter(dict(fetch(_untold(by), {"after": after, "until": until}).all()))


@lru_cache(maxsize=256)
def _untold(viewer: Viewer | None) -> Select:
    """Per segment. SQLite would count along the segments, and so everybody whose expiry was told of too."""
    untold = (PersonSegment.due_at > bindparam("after"), PersonSegment.due_at <= bindparam("until"), UNTOLD)
    statement = select(PersonSegment.segment_id, func.count()).where(*untold)
    statement = with_index(statement, PersonSegment, "ix_person_segment_unseen")
    if viewer is not None:
        statement = statement.join(Person, Person.id == PersonSegment.person_id).where(seen_by(viewer))
    return statement.group_by(PersonSegment.segment_id)


class Place(NamedTuple):
    """Somebody's membership of a segment; the clock as in PersonSegment."""

    segment_id: int
    name: str
    hue: str
    reminder_days: int | None
    counts_automatic: bool
    since: int
    base_at: int
    due_at: int | None
    snoozed_until: int

    def days_over(self, now: int) -> int | None:
        """For how many whole days it has been due, 0 on the first; None while it is not."""
        return (now - self.due_at) // DAY if is_expired(self.due_at, now) else None

    def days_left(self, now: int) -> int | None:
        """In how many days it is due, begun ones counted; None when it is, or never will be."""
        return -((now - self.due_at) // DAY) if self.due_at is not None and self.due_at > now else None

    def days_since(self, now: int) -> int:
        """How many whole days its clock has run."""
        return max(0, (now - self.base_at) // DAY)

    def is_snoozed(self, now: int) -> bool:
        """Whether a snooze holds the reminder back."""
        return self.snoozed_until > now


_PLACES = Prepared(
    select(
        Segment.id,
        Segment.name,
        Segment.hue,
        Segment.reminder_days,
        Segment.counts_automatic,
        PersonSegment.at,
        PersonSegment.base_at,
        PersonSegment.due_at,
        PersonSegment.snoozed_until,
    )
    .join(Segment, Segment.id == PersonSegment.segment_id)
    .where(PersonSegment.person_id == bindparam("person_id"))
    .order_by(PersonSegment.due_at.is_(None), PersonSegment.due_at, Segment.position, Segment.id)
)
_WHY_RESTING = Prepared(
    select(
        ReminderPause.person_id.is_not(None),
        Status.name,
        Status.pauses_reminders,
        Stage.name,
        func.coalesce(Stage.pauses_reminders, False),
    )
    .select_from(Person)
    .join(Status, Status.id == Person.status_id)
    .outerjoin(Stage, Stage.id == Person.stage_id)
    .outerjoin(ReminderPause, ReminderPause.person_id == Person.id)
    .where(Person.id == bindparam("person_id"))
)


class Rest(NamedTuple):
    """Why nothing reminds of somebody: `paused` by hand, or the words for their status or stage."""

    paused: bool
    because: str


def places_of(person_id: int) -> list[Place]:
    """The segments that somebody is in, the most overdue first."""
    return [Place(*row) for row in _PLACES.rows(person_id=person_id)]


def rest_of(person_id: int) -> Rest:
    """Whether and why somebody's reminders pause."""
    ((paused, status, by_status, stage, by_stage),) = _WHY_RESTING.rows(person_id=person_id)
    if by_status:
        return Rest(bool(paused), f"the status {status}")
    return Rest(bool(paused), f"the stage {stage}" if by_stage else "")
