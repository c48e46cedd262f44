"""The sorts by when a reminder is due: in one segment, or the first one of all that remind of somebody."""

from functools import lru_cache

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from webapp.db import fetch
from webapp.listing.bands import Band, Sort
from webapp.people.models import Person
from webapp.segments.models import PersonSegment, Segment

DUE = "due"
_INDEX = "ix_person_segment_due"
_REMINDING = select(Segment.id).where(Segment.reminder_days.is_not(None)).order_by(Segment.id)
"""Those that are being deleted too, since they still have members."""


@lru_cache(maxsize=256)
def by_due(segment_id: int, descending: bool) -> Sort:
    """The members of a segment by when its reminder of them is due; whom it does not remind of come last."""
    at = PersonSegment.due_at
    of_segment = PersonSegment.segment_id == segment_id
    bands = (
        Band(
            1,
            _INDEX,
            at,
            where=(of_segment, at.is_not(None)),
            prefix=(PersonSegment.segment_id,),
            source=PersonSegment,
        ),
        Band(
            0,
            _INDEX,
            where=(of_segment, at.is_(None)),
            prefix=(PersonSegment.segment_id, at),
            source=PersonSegment,
        ),
    )
    return Sort(
        DUE,
        bands,
        func.coalesce(at, 0),
        int,
        case((at.is_(None), 1), else_=0),
        descending,
        row=and_(PersonSegment.person_id == Person.id, of_segment),
        row_of=PersonSegment,
    )


def by_most_overdue(descending: bool) -> Sort | None:
    """Everybody by the first of their reminders; None while no segment has a period."""
    reminding = tuple(fetch(_REMINDING).scalars())
    return _by_first_of(reminding, descending) if reminding else None


@lru_cache(maxsize=64)
def _by_first_of(segment_ids: tuple[int, ...], descending: bool) -> Sort:
    """Each segment has its own index, so what they find is merged; who is in several stands where they are
    due first."""
    reminder = aliased(PersonSegment, name="reminder")
    sooner = exists().where(
        reminder.person_id == PersonSegment.person_id,
        or_(
            reminder.due_at < PersonSegment.due_at,
            and_(reminder.due_at == PersonSegment.due_at, reminder.segment_id < PersonSegment.segment_id),
        ),
    )
    at = PersonSegment.due_at
    merged = tuple(
        Band(
            1,
            _INDEX,
            at,
            where=(PersonSegment.segment_id == segment_id, at.is_not(None), ~sooner),
            prefix=(PersonSegment.segment_id,),
            source=PersonSegment,
        )
        for segment_id in segment_ids
    )
    of_person = and_(reminder.person_id == Person.id, reminder.due_at.is_not(None))
    first = select(func.min(reminder.due_at)).where(of_person).correlate(Person).scalar_subquery()
    is_reminded = exists().where(of_person)
    bands = (Band(1, "", first, merges=merged), Band(0, "", where=(~is_reminded,)))
    rank = case((is_reminded, 0), else_=1)
    return Sort(DUE, bands, func.coalesce(first, 0), int, rank, descending)
