"""How many would be expired at once, said before somebody changes a segment or puts people into one."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import case, func, select

from webapp.db import batches, db
from webapp.people.models import Person
from webapp.people.visible import LIVING, seen_by
from webapp.segments.clocks import AT_ONCE, DAY, RESTS, due, is_expired, with_rest
from webapp.segments.models import PersonSegment
from webapp.segments.naming import Listed
from webapp.users.viewer import Viewer


class Foreseen(NamedTuple):
    """Of `people` in a segment, how many would be expired."""

    people: int
    expired: int


def with_period(
    segment_id: int, days: int | None, *, counts_automatic: bool, viewer: Viewer, now: int
) -> Foreseen:
    """What a segment would be like with another period for those whom the viewer sees; counted as clocks.py
    computes each."""
    touched_at = Person.last_touch_at if counts_automatic else Person.last_contact_at
    base_at = case((touched_at == 0, PersonSegment.at), else_=touched_at)
    expired = ~RESTS & (PersonSegment.snoozed_until <= now) & (base_at <= now - (days or 0) * DAY)
    counted = select(func.count(), func.count(case((expired, 1)))).select_from(PersonSegment)
    counted = with_rest(counted.join(Person, Person.id == PersonSegment.person_id))
    members = counted.where(PersonSegment.segment_id == segment_id, LIVING, seen_by(viewer))
    people, late = db.session.execute(members).one()
    return Foreseen(people, late if days is not None else 0)


class Overdue(NamedTuple):
    """Somebody who would be expired as soon as they are in the segment, since `days` days."""

    person_id: int
    segment_id: int
    days: int


def on_joining(person_ids: Collection[int], segments: Sequence[Listed], *, now: int) -> list[Overdue]:
    """Who of these people would be expired at once in which of the segments, the most overdue first.

    Those who are in a segment already are not asked about.
    """
    reminding = [segment for segment in segments if segment.reminder_days is not None]
    if not reminding:
        return []
    found = (one for some in batches(person_ids, AT_ONCE) for one in _overdue(some, reminding, now))
    return sorted(found, key=lambda overdue: -overdue.days)


def _overdue(person_ids: list[int], segments: Sequence[Listed], now: int):
    touched = with_rest(select(Person.id, Person.last_contact_at, Person.last_touch_at).select_from(Person))
    touched = touched.where(Person.id.in_(person_ids), ~RESTS)
    members = {tuple(pair) for pair in db.session.execute(_members(person_ids, segments))}
    for person_id, contact_at, touch_at in db.session.execute(touched):
        for segment in segments:
            base_at = (touch_at if segment.counts_automatic else contact_at) or now
            due_at = due(base_at, segment.reminder_days)
            if is_expired(due_at, now) and (person_id, segment.id) not in members:
                yield Overdue(person_id, segment.id, (now - due_at) // DAY)


def _members(person_ids: list[int], segments: Sequence[Listed]):
    return select(PersonSegment.person_id, PersonSegment.segment_id).where(
        PersonSegment.person_id.in_(person_ids), PersonSegment.segment_id.in_([s.id for s in segments])
    )
