import pytest

from webapp.db import db
from webapp.jobs import lease

NOW = 1_790_000_000


@pytest.fixture(autouse=True)
def in_app(app):
    return app


def hold(holder: str, now: int) -> bool:
    held = lease.hold("work", holder, now=now)
    db.session.commit()
    return held


def test_one_holds_it_and_keeps_it_by_saying_so():
    assert hold("one", NOW)
    assert not hold("two", NOW + 19)
    assert hold("one", NOW + 19)
    assert not hold("two", NOW + 38)


def test_it_passes_on_when_the_holder_falls_silent():
    hold("one", NOW)
    assert hold("two", NOW + 20)
    assert not hold("one", NOW + 21)


def test_it_passes_on_at_once_when_the_holder_lets_go():
    hold("one", NOW)
    lease.let_go("work", "one")
    assert hold("two", NOW)


def test_only_the_holder_can_let_go():
    hold("one", NOW)
    lease.let_go("work", "two")
    assert not hold("two", NOW)


def test_it_is_known_whether_anybody_holds_it():
    assert not lease.is_held("work", now=NOW)
    hold("one", NOW)
    assert lease.is_held("work", now=NOW + 19)
    assert not lease.is_held("work", now=NOW + 20)


def test_one_that_was_taken_while_the_clock_was_ahead_is_void():
    hold("dead", NOW + 86_400)
    assert not lease.is_held("work", now=NOW)
    assert hold("two", NOW)
    assert not hold("one", NOW)


def test_its_holder_keeps_it_when_the_clock_is_set_back():
    hold("one", NOW + 86_400)
    assert hold("one", NOW)
    assert not hold("two", NOW + 19)


def test_machines_whose_clocks_differ_a_little_leave_it_to_each_other():
    hold("ahead", NOW + 30)
    assert lease.is_held("work", now=NOW)
    assert not hold("behind", NOW)
