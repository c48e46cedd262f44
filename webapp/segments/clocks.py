"""When each membership is due: the one place that computes it.

The clock runs from the last qualifying touch ever, else from joining, for the segment's days of 24 hours, and
never ends before a snooze does. Nobody is due while the segment has no period, the person's reminders are
paused (by hand, by their status or their stage), or they are in the trash.
"""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Row, Select, bindparam, case, false, func, or_, select, update

from webapp.db import Prepared, PreparedWrite, batches, counters, db, one_of_given
from webapp.people.models import Person
from webapp.pipelines.models import Stage, Status
from webapp.segments.models import PersonSegment, ReminderPause, Segment

DAY = 24 * 3600
AT_ONCE = 1_000


class Clock(NamedTuple):
    """What a membership keeps of its reminder; as in PersonSegment."""

    base_at: int
    due_at: int | None
    expiry_seen: int


def clock_of(row: Row, *, now: int) -> Clock:
    """The clock of a membership as it should stand, from a row of `_CLOCKS`.

    An expiry that was told of stays told of as long as the person is still expired.
    """
    base_at = row.touched_at or row.at
    due_at = None if row.rests else due(base_at, row.reminder_days, row.snoozed_until)
    return Clock(base_at, due_at, int(bool(row.expiry_seen) and is_expired(due_at, now)))


def due(base_at: int, days: int | None, snoozed_until: int = 0) -> int | None:
    """When a clock that nothing holds up ends; None without a period."""
    return None if days is None else max(base_at + days * DAY, snoozed_until)


def is_expired(due_at: int | None, now: int) -> bool:
    """Whether the moment has passed."""
    return due_at is not None and due_at <= now


def reset_clocks(person_ids: Collection[int], *, now: int) -> None:
    """Set every clock of these people as it should stand, after anything that it depends on has changed.

    The caller holds the people's locks; where nobody is expired any more, the counter of those goes down.
    """
    for some in batches(person_ids, AT_ONCE):
        _reset(some, now)


def wrong_clocks(person_ids: Collection[int], *, now: int) -> int:
    """How many clocks of these people do not stand as they should; for doctor."""
    rows = _CLOCKS.rows(person_ids=list(person_ids))
    return sum(clock_of(row, now=now) != (row.base_at, row.due_at, row.expiry_seen) for row in rows)


def some_members(number: int, *, after: int) -> list[int]:
    """Up to so many of the people in segments with ids above this one."""
    ids = select(PersonSegment.person_id).where(PersonSegment.person_id > after).distinct()
    return list(db.session.scalars(ids.order_by(PersonSegment.person_id).limit(number)))


def _clocks() -> Select:
    """Everything that the clocks of `person_ids` depend on, beside how they stand."""
    touched_at = case((Segment.counts_automatic, Person.last_touch_at), else_=Person.last_contact_at)
    rests = or_(Segment.reminder_days.is_(None), Segment.retired_at.is_not(None), RESTS)
    statement = (
        select(
            PersonSegment.person_id,
            PersonSegment.segment_id,
            PersonSegment.at,
            PersonSegment.base_at,
            PersonSegment.due_at,
            PersonSegment.snoozed_until,
            PersonSegment.expiry_seen,
            Segment.reminder_days,
            touched_at.label("touched_at"),
            rests.label("rests"),
            Person.hidden,
            Person.office_id,
            func.coalesce(Person.owner_id, 0).label("owner_id"),
        )
        .join(Segment, Segment.id == PersonSegment.segment_id)
        .join(Person, Person.id == PersonSegment.person_id)
    )
    return with_rest(statement).where(one_of_given(PersonSegment.person_id, "person_ids"))


RESTS = or_(
    Person.hidden != 0,
    Status.pauses_reminders,
    func.coalesce(Stage.pauses_reminders, false()),
    ReminderPause.person_id.is_not(None),
)
"""Whether nothing reminds of a person, in a SELECT `with_rest`."""


def with_rest(statement: Select) -> Select:
    """The SELECT from person joined with what RESTS looks at."""
    return (
        statement.join(Status, Status.id == Person.status_id)
        .outerjoin(Stage, Stage.id == Person.stage_id)
        .outerjoin(ReminderPause, ReminderPause.person_id == Person.id)
    )


_CLOCKS = Prepared(_clocks())


def _reset(person_ids: list[int], now: int) -> None:
    wrong, no_longer = [], Counter()
    for row in _CLOCKS.rows(person_ids=person_ids):
        clock = clock_of(row, now=now)
        if clock == (row.base_at, row.due_at, row.expiry_seen):
            continue
        wrong.append({"of_person": row.person_id, "of_segment": row.segment_id, **clock._asdict()})
        if row.expiry_seen and not clock.expiry_seen and not row.hidden:
            no_longer["expired", row.segment_id, row.office_id, row.owner_id] -= 1
    if wrong:
        _SETTING.run_each(wrong)
        counters.add(no_longer)


_SETTING = PreparedWrite(
    lambda _dialect: (
        update(PersonSegment.__table__)
        .where(
            PersonSegment.person_id == bindparam("of_person"),
            PersonSegment.segment_id == bindparam("of_segment"),
        )
        .values({name: bindparam(name) for name in Clock._fields})
    )
)
