"""Logging, correcting and deleting touches, and the last contact that follows from them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.world import NOW
from webapp.activity.models import ChangeSet, Event
from webapp.activity.tracking import open_change_set
from webapp.changes.undoing import CannotUndo, undo
from webapp.db import db
from webapp.people.models import Person, Touch
from webapp.people.touches import (
    Details,
    TouchConflict,
    change_touch,
    delete_touch,
    details_of,
    log_touch,
    touch_of,
)

HOUR = 3600
DEED = st.tuples(
    st.sampled_from(["log", "log automatic", "correct", "delete", "undo"]),
    st.integers(0, 9),
    st.integers(1, 500),
)


@pytest.fixture
def deeds(world):
    return Deeds(world, world.people["dana"])


class Deeds:
    """What Mona does with one person, each in a change set of its own."""

    def __init__(self, world, person_id):
        self.world, self.person_id, self.change_sets = world, person_id, []

    def begin(self) -> dict:
        change_set = open_change_set("touch", "Something", by=self.world.mona, now=NOW)
        self.change_sets.append(change_set)
        return {"by": self.world.mona, "now": NOW, "change_set": change_set}

    def log(self, at=NOW - HOUR, kind="call", manual=True, **details) -> Touch:
        return log_touch(self.person_id, Details(kind, at, **details), manual=manual, **self.begin())

    def correct(self, touch, at, seen=None):
        details = Details(touch.kind, at, touch.minutes, touch.outcome, touch.text)
        change_touch(touch, details, seen=seen or details_of(touch), **self.begin())

    def delete(self, touch):
        delete_touch(touch, **self.begin())

    def undo(self, change_set: ChangeSet):
        self.change_sets.append(undo(change_set, by=self.world.mona, now=NOW, reach=set))

    def last_contact(self):
        return tuple(
            db.session.execute(
                select(Person.last_contact_at, Person.last_touch_at).where(Person.id == self.person_id)
            ).one()
        )

    def expected(self):
        standing = select(func.coalesce(func.max(Touch.at), 0)).where(
            Touch.person_id == self.person_id, Touch.deleted_at.is_(None)
        )
        return db.session.scalar(standing.where(Touch.manual)), db.session.scalar(standing)


def test_a_touch_sets_the_last_contact_and_an_automatic_one_only_the_last_touch(deeds):
    deeds.log(at=NOW - 5 * HOUR)
    deeds.log(at=NOW - HOUR, manual=False)
    assert deeds.last_contact() == (NOW - 5 * HOUR, NOW - HOUR)


def test_an_older_touch_does_not_move_the_last_contact(deeds):
    deeds.log(at=NOW - HOUR)
    deeds.log(at=NOW - 9 * HOUR)
    assert deeds.last_contact() == (NOW - HOUR, NOW - HOUR)


def test_deleting_the_last_touch_brings_the_one_before_and_then_never(deeds):
    older, newer = deeds.log(at=NOW - 9 * HOUR), deeds.log(at=NOW - HOUR)
    deeds.delete(newer)
    assert deeds.last_contact() == (NOW - 9 * HOUR,) * 2
    deeds.delete(older)
    assert deeds.last_contact() == (0, 0)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DEED, max_size=12))
def test_the_last_contact_is_always_the_newest_manual_touch_that_stands(world, steps):
    person_id = world.person(first="Somebody")
    deeds = Deeds(world, person_id)
    touches = []
    for deed, which, hours in steps:
        standing = [touch for touch in touches if touch.deleted_at is None]
        if deed.startswith("log"):
            touches.append(deeds.log(at=NOW - hours * HOUR, manual=deed == "log"))
        elif deed == "undo" and deeds.change_sets:
            try:
                deeds.undo(deeds.change_sets[which % len(deeds.change_sets)])
            except CannotUndo:
                continue
        elif standing and deed == "correct":
            deeds.correct(standing[which % len(standing)], NOW - hours * HOUR)
        elif standing and deed == "delete":
            deeds.delete(standing[which % len(standing)])
        assert deeds.last_contact() == deeds.expected()


def test_undo_takes_a_logged_touch_back_and_redo_logs_it_again(deeds):
    touch = deeds.log(text="Hello")
    logged = details_of(touch)
    deeds.undo(deeds.change_sets[-1])
    assert touch_of(deeds.person_id, touch.id) is None
    deeds.undo(deeds.change_sets[-1])
    assert details_of(touch_of(deeds.person_id, touch.id)) == logged


def test_undo_brings_a_deleted_touch_back(deeds):
    touch = deeds.log()
    deeds.delete(touch)
    deeds.undo(deeds.change_sets[-1])
    assert deeds.last_contact() == (NOW - HOUR,) * 2


def test_two_who_correct_different_details_are_both_kept(deeds):
    touch = deeds.log(text="Hello")
    seen = details_of(touch)
    deeds.correct(touch, NOW - 2 * HOUR, seen)
    change_touch(touch, Details("call", seen["at"], None, "reached", "Hello"), seen=seen, **deeds.begin())
    assert (touch.at, touch.outcome) == (NOW - 2 * HOUR, "reached")


def test_two_who_correct_the_same_detail_are_a_conflict(deeds):
    touch = deeds.log()
    seen = details_of(touch)
    deeds.correct(touch, NOW - 2 * HOUR, seen)
    with pytest.raises(TouchConflict) as conflict:
        deeds.correct(touch, NOW - 3 * HOUR, seen)
    assert conflict.value.values == {"at": (NOW - 2 * HOUR, NOW - 3 * HOUR)}
    assert touch.at == NOW - 2 * HOUR


def test_everything_done_to_a_touch_is_an_event(deeds):
    touch = deeds.log()
    deeds.correct(touch, NOW - 2 * HOUR)
    deeds.delete(touch)
    kinds = db.session.scalars(
        select(Event.kind).where(Event.person_id == deeds.person_id).order_by(Event.id)
    )
    assert list(kinds) == ["created", "touched", "touch changed", "touch deleted"]
