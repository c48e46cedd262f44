"""Who has not been contacted for too long, the longest overdue first."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select, union_all

from webapp.db import db
from webapp.people.models import Person
from webapp.segments.models import PersonSegment
from webapp.segments.naming import Listed
from webapp.today.whose import Whose
from webapp.users.viewer import hue, initials

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


def overdue(segments: Sequence[Listed], whom: Whose, *, now: int, most: int = MOST) -> list[Reminder]:
    """At most `most` people, each once."""
    by_id = {segment.id: segment for segment in segments if segment.reminder_days}
    if not by_id:
        return []
    among = whom.among(Person)
    # Each segment's own index is in the order of due_at, so none is read further than it can matter.
    longest = [
        select(PersonSegment.person_id, Person.name, PersonSegment.segment_id, PersonSegment.due_at)
        .join(Person, Person.id == PersonSegment.person_id)
        .where(PersonSegment.segment_id == segment_id, PersonSegment.due_at <= now, among)
        .order_by(PersonSegment.due_at, PersonSegment.person_id)
        .limit(most * len(by_id))
        .subquery()
        for segment_id in by_id
    ]
    rows = db.session.execute(union_all(*(select(part) for part in longest))).all()
    found: dict[int, Reminder] = {}
    for person_id, name, segment_id, due_at in sorted(rows, key=lambda row: (row.due_at, row.person_id)):
        found.setdefault(person_id, Reminder(person_id, name, by_id[segment_id], due_at))
    return list(found.values())[:most]
