"""New expiries become alerts, once each, and nothing else is looked at."""

import pytest
from sqlalchemy import event, select

from tests.segments.conftest import DAY, due
from tests.world import NOW
from webapp.alerts.models import Alert
from webapp.db import counters, db
from webapp.jobs.reminders import remind
from webapp.people.counting import wrong_counters
from webapp.people.trashing import move_to_trash, restore
from webapp.segments import expiring
from webapp.segments.administering import Wanted, change_segment
from webapp.segments.expiring import tell_of_expiries
from webapp.segments.models import PersonSegment

LATE = NOW + 31 * DAY


class Stop:
    """Lets a job do this many chunks."""

    def __init__(self, chunks: int = 10**6):
        self.chunks = chunks

    def wait(self, _seconds) -> bool:
        self.chunks -= 1
        return self.chunks <= 0


def alerts() -> list[tuple]:
    rows = db.session.execute(select(Alert.person_id, Alert.user_id, Alert.once).order_by(Alert.id))
    return [tuple(row) for row in rows]


def test_an_expiry_becomes_one_alert_for_the_owner(world, doing, clients):
    dana, henrik = world.people["dana"], world.people["henrik"]
    doing.add([dana, henrik], [clients.id])
    remind(now=NOW + 30 * DAY - 1, stop=Stop())
    assert alerts() == []
    remind(now=LATE, stop=Stop())
    remind(now=LATE + 10, stop=Stop())
    at = due(dana, clients)
    assert sorted(alerts()) == [
        (dana, world.priya.id, f"reminder:{dana}:{clients.id}:{at}"),
        (henrik, None, f"reminder:{henrik}:{clients.id}:{at}"),
    ]
    assert counters.read("expired") == {clients.id: 2}
    assert wrong_counters() == {}


def test_the_next_expiry_after_a_touch_is_told_of_again(world, doing, clients):
    dana = world.people["dana"]
    doing.add([dana], [clients.id])
    remind(now=LATE, stop=Stop())
    doing.now = LATE
    doing.touch(dana, LATE)
    remind(now=LATE + 31 * DAY, stop=Stop())
    assert len(alerts()) == 2


def test_coming_back_from_the_trash_does_not_tell_again(world, doing, clients):
    dana = world.people["dana"]
    doing.add([dana], [clients.id])
    remind(now=LATE, stop=Stop())
    doing.now = LATE
    move_to_trash([dana], **doing.context())
    restore([dana], **doing.context())
    remind(now=LATE, stop=Stop())
    assert len(alerts()) == 1
    assert counters.read("expired") == {clients.id: 1}


def test_somebody_who_is_expired_anyway_is_not_told_of_again_for_a_shorter_period(world, doing, clients):
    doing.add([world.people["dana"]], [clients.id])
    remind(now=LATE, stop=Stop())
    change_segment(clients, Wanted("Past clients", reminder_days=10), by=doing.by, now=LATE)
    remind(now=LATE, stop=Stop())
    assert len(alerts()) == 1


@pytest.mark.parametrize("killed_after", [0, 1, 2])
def test_a_round_that_is_cut_off_is_finished_without_doubles(
    world, doing, clients, monkeypatch, killed_after
):
    monkeypatch.setattr(expiring, "AT_ONCE", 1)
    doing.add(list(world.people.values()), [clients.id])
    db.session.commit()
    remind(now=LATE, stop=Stop(killed_after))
    tell_of_expiries(now=LATE)
    db.session.rollback()  # killed between its statements and its commit
    remind(now=LATE, stop=Stop())
    assert len(alerts()) == 3
    assert counters.read("expired") == {clients.id: 3}
    assert wrong_counters() == {}


def test_the_job_touches_only_what_newly_expired(world, doing, clients):
    people = [world.person(first=f"Person {n}") for n in range(30)]
    doing.add(people, [clients.id])
    doing.touch(people[0], NOW - 60 * DAY)
    db.session.commit()
    written = []

    def note(_connection, _cursor, statement, *_):
        if statement.startswith(("UPDATE", "INSERT")):
            written.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    remind(now=NOW, stop=Stop())
    event.remove(engine, "before_cursor_execute", note)
    assert len(written) == 3
    told = select(PersonSegment.person_id).where(PersonSegment.expiry_seen == 1)
    assert db.session.scalars(told).all() == [people[0]]
