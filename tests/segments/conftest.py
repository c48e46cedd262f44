"""Segments to be in, and the deeds of these tests."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.changes.undoing import undo
from webapp.db import db
from webapp.people.touches import Details, log_touch
from webapp.people.visible import within_reach
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments, remove_from_segments
from webapp.segments.models import PersonSegment, Segment

DAY = 86_400


@dataclass
class Doing:
    """Deeds of one user at a time that the test sets."""

    by: object
    now: int = NOW
    last: ChangeSet | None = None

    def context(self, kind: str = "segment") -> dict:
        """What the verbs take, with a change set of their own."""
        self.last = open_change_set(kind, "Something", by=self.by, now=self.now)
        return {"by": self.by, "now": self.now, "change_set": self.last}

    def add(self, person_ids, segment_ids):
        return add_to_segments(person_ids, segment_ids, **self.context())

    def remove(self, person_ids, segment_ids):
        return remove_from_segments(person_ids, segment_ids, **self.context())

    def touch(self, person_id: int, at: int, *, manual: bool = True):
        return log_touch(person_id, Details("call", at), manual=manual, **self.context("touch"))

    def undo(self, change_set: ChangeSet | None = None) -> ChangeSet:
        by = self.by
        db.session.commit()
        return undo(change_set or self.last, by=by, now=self.now, reach=lambda ids: within_reach(by, ids))


@pytest.fixture
def doing(world) -> Doing:
    return Doing(world.mona)


@pytest.fixture
def clients(world) -> Segment:
    """A segment of the company that reminds after 30 days of manual touches."""
    return add_segment(Wanted("Past clients", hue="teal", reminder_days=30), now=NOW)


@pytest.fixture
def press(world) -> Segment:
    """A segment of the company that reminds nobody."""
    return add_segment(Wanted("Press"), now=NOW)


def place(person_id: int, segment: Segment) -> PersonSegment | None:
    """Somebody's membership as the database has it."""
    statement = select(PersonSegment).where(
        PersonSegment.person_id == person_id, PersonSegment.segment_id == segment.id
    )
    return db.session.scalar(statement.execution_options(populate_existing=True))


def due(person_id: int, segment: Segment) -> int | None:
    """When somebody's reminder is due."""
    return place(person_id, segment).due_at
