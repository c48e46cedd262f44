"""What two people do in the same second, on PostgreSQL, where it really happens at once.

Nobody waits crosswise, and nothing is computed from what the other one has not committed yet.
"""

import pytest
from sqlalchemy import select

from tests.at_once import waiting_meanwhile
from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.people.counting import wrong_counters
from webapp.people.models import Person
from webapp.people.touches import Details, log_touch
from webapp.segments.administering import Wanted, add_segment, change_segment
from webapp.segments.clocks import wrong_clocks
from webapp.segments.membership import add_to_segments
from webapp.segments.models import PersonSegment, Segment
from webapp.tags.administering import delete_tag
from webapp.tags.models import PersonTag
from webapp.tags.naming import found_tags
from webapp.tags.tagging import add_tags

pytestmark = pytest.mark.parametrize(
    "engine", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
HOUR = 3600


@pytest.fixture
def dana(world):
    return world.people["dana"]


def test_an_undo_and_a_change_of_the_same_segments_period_do_not_wait_for_each_other_crosswise(
    app, world, dana
):
    segment = add_segment(Wanted("Past clients", reminder_days=30), now=NOW)
    joined = open_change_set("segment", "Added", by=world.mona, now=NOW)
    add_to_segments([dana], [segment.id], by=world.mona, now=NOW, change_set=joined)
    db.session.commit()

    def take_back():
        change_set = db.session.get_one(ChangeSet, joined.id)
        undo_as(change_set, by=world.mona)

    segment.hue = "red"
    db.session.flush()
    with waiting_meanwhile(app, take_back):
        change_segment(segment, Wanted("Past clients", reminder_days=7), by=world.mona, now=NOW)
    assert db.session.scalars(select(PersonSegment.person_id)).all() == []
    assert db.session.get_one(Segment, segment.id, populate_existing=True).reminder_days == 7


def test_who_is_tagged_while_the_tag_is_deleted_does_not_get_it(app, world, dana):
    vip = found_tags(["VIP"], now=NOW)[0]
    world.person(first="Ann", tag_ids=[vip.id])
    db.session.commit()

    def tag_dana():
        change_set = open_change_set("tag", "Tagged", by=world.jonas, now=NOW)
        add_tags([dana], [vip.id], by=world.jonas, now=NOW, change_set=change_set)

    delete_tag(vip, by=world.mona, now=NOW)
    with waiting_meanwhile(app, tag_dana):
        pass
    assert db.session.scalars(select(PersonTag.person_id)).all() == []
    assert wrong_counters() == {}


def test_of_two_touches_at_once_the_later_one_is_the_last_contact(app, world, dana):
    segment = add_segment(Wanted("Past clients", reminder_days=30), now=NOW)
    joined = open_change_set("segment", "Added", by=world.mona, now=NOW)
    add_to_segments([dana], [segment.id], by=world.mona, now=NOW, change_set=joined)
    db.session.commit()

    def log(at, by):
        change_set = open_change_set("touch", "Called", by=by, now=NOW)
        log_touch(dana, Details("call", at), by=by, now=NOW, change_set=change_set)

    log(NOW - HOUR, world.mona)
    with waiting_meanwhile(app, lambda: log(NOW - 9 * HOUR, world.jonas)):
        pass
    assert db.session.scalar(select(Person.last_contact_at).where(Person.id == dana)) == NOW - HOUR
    assert wrong_clocks([dana], now=NOW) == 0
