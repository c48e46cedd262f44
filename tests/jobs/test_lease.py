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


def test_it_is_known_until_when_it_is_held():
    assert lease.held_until("work") == 0
    hold("one", NOW)
    assert lease.held_until("work") == NOW + lease.SECONDS
