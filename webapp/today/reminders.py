"""Who has not been contacted for too long, the longest overdue first."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select

from webapp.db import fetch
from webapp.people.models import Person
from webapp.people.visible import seen_by
from webapp.segments.models import PersonSegment
from webapp.segments.naming import Listed
from webapp.users.viewer import Viewer, hue, initials

MOST = 12


class Reminder(NamedTuple):
    """Somebody who is expired in `segment` since `due_at`; the longest of their segments."""

    person_id: int
    name: str
    segment: Listed
    due_at: int

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def hue(self) -> str:
        return hue(self.person_id)


def overdue(segments: Sequence[Listed], viewer: Viewer, *, now: int) -> list[Reminder]:
    """At most MOST people whom the viewer sees, each once.

    Who is among them is among the first of their segment, so none is read further.
    """
    rows = [
        (due_at, person_id, name, segment)
        for segment in segments
        if segment.reminder_days
        for person_id, name, due_at in fetch(_first_of(viewer), {"segment_id": segment.id, "now": now})
    ]
    found: dict[int, Reminder] = {}
    for due_at, person_id, name, segment in sorted(rows, key=lambda row: row[:2]):
        found.setdefault(person_id, Reminder(person_id, name, segment, due_at))
    return list(found.values())[:MOST]


@lru_cache(maxsize=256)
def _first_of(viewer: Viewer) -> Select:
    """The longest overdue of a segment, in the order of its own index."""
    return (
        select(PersonSegment.person_id, Person.name, PersonSegment.due_at)
        .join(Person, Person.id == PersonSegment.person_id)
        .where(PersonSegment.segment_id == bindparam("segment_id"), PersonSegment.due_at <= bindparam("now"))
        .where(seen_by(viewer))
        .order_by(PersonSegment.due_at, PersonSegment.person_id)
        .limit(MOST)
    )
