"""Segments to be in, and the deeds of these tests."""

import pytest
from sqlalchemy import select

from tests.deeds import Deeds
from tests.world import NOW
from webapp.db import db
from webapp.people.touches import Details, log_touch
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments, remove_from_segments
from webapp.segments.models import PersonSegment, Segment

DAY = 86_400


class Doing(Deeds):
    """Deeds of one user at a time that the test sets."""

    kind = "segment"

    def add(self, person_ids, segment_ids):
        return add_to_segments(person_ids, segment_ids, **self.context())

    def remove(self, person_ids, segment_ids):
        return remove_from_segments(person_ids, segment_ids, **self.context())

    def touch(self, person_id: int, at: int, *, manual: bool = True):
        return log_touch(person_id, Details("call", at), manual=manual, **self.context("touch"))


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
