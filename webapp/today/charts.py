"""How people stand: in the stages of each pipeline, and with the reminders of each segment."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import case, func, select

from webapp.db import counters, db
from webapp.db.counters import PeopleCount
from webapp.people.models import Person
from webapp.segments.expiring import UNTOLD
from webapp.segments.models import PersonSegment
from webapp.segments.naming import Listed
from webapp.today.whose import Whose

SOON = 7 * 24 * 3600
"""Due soon is due within a week."""


class Step(NamedTuple):
    """The people of a stage; `value` is the sum of what is hoped for, in hundredths."""

    stage: object
    people: int
    value: int


class Funnel(NamedTuple):
    """A pipeline's stages in their order; `most` is the number of the fullest."""

    pipeline: object
    steps: list[Step]

    @property
    def most(self) -> int:
        return max((step.people for step in self.steps), default=0)

    @property
    def people(self) -> int:
        return sum(step.people for step in self.steps)


class Health(NamedTuple):
    """A segment's people by their reminder: in time (or paused), due within a week, expired."""

    segment: Listed
    in_time: int
    soon: int
    expired: int

    @property
    def people(self) -> int:
        return self.in_time + self.soon + self.expired


def funnels(pipelines: Sequence, whom: Whose) -> list[Funnel]:
    """Each pipeline with its stages (`stages`) and how many people they hold, from the counters."""
    people, value = (counters.read(facet, whom.among(PeopleCount)) for facet in ("stage", "stage_value"))
    return [
        Funnel(pipeline, [Step(stage, people[stage.id], value[stage.id]) for stage in pipeline.stages])
        for pipeline in pipelines
    ]


def health(segments: Sequence[Listed], whom: Whose, *, now: int) -> list[Health]:
    """Each segment that reminds, with its people."""
    members, told = (counters.read(facet, whom.among(PeopleCount)) for facet in ("segment", "expired"))
    untold, soon = _coming(whom, now)
    found = []
    for segment in segments:
        if segment.reminder_days:
            expired = told[segment.id] + untold[segment.id]
            in_time = members[segment.id] - expired - soon[segment.id]
            found.append(Health(segment, in_time, soon[segment.id], expired))
    return found


def _coming(whom: Whose, now: int) -> tuple[Counter[int], Counter[int]]:
    """Per segment, how many expired without having become an alert yet, and how many are due soon.

    The index of what no alert has told of covers both, so nobody else's membership is looked at.
    """
    is_expired = case((PersonSegment.due_at <= now, 1), else_=0)
    statement = (
        select(PersonSegment.segment_id, func.sum(is_expired), func.sum(1 - is_expired))
        .join(Person, Person.id == PersonSegment.person_id)
        .where(
            PersonSegment.due_at <= now + SOON,
            UNTOLD,
            whom.among(Person),
        )
        .group_by(PersonSegment.segment_id)
    )
    rows = db.session.execute(statement).all()
    return Counter({row[0]: int(row[1]) for row in rows}), Counter({row[0]: int(row[2]) for row in rows})
