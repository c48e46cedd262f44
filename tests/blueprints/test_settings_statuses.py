"""Settings › Statuses."""

from threading import Event

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.db import counters, db
from webapp.jobs.following import let_people_follow
from webapp.people import following
from webapp.people.counting import wrong_counters
from webapp.people.models import Person
from webapp.pipelines.statuses import status_named, statuses

ROOT = "/settings/statuses"


@pytest.fixture
def dead(world) -> int:
    status_id = status_named("Dead").id
    for number in range(3):
        world.person(first=f"D{number}", status_id=status_id)
    db.session.commit()
    return status_id


def names():
    db.session.rollback()
    return [status.name for status in statuses()]


def test_a_status_is_added_changed_and_moved(admin):
    admin.post(ROOT, {"name": "Waiting", "hue": "teal", "pauses_reminders": "y"})
    waiting = status_named("Waiting")
    assert (waiting.hue, waiting.pauses_reminders, names()[-1]) == ("teal", True, "Waiting")
    admin.post(f"{ROOT}/{waiting.id}", {"name": "On hold", "hue": "red"})
    admin.post(f"{ROOT}/order", {"move": f"{waiting.id}:-1"})
    assert names()[-2:] == ["On hold", "Dead"]
    assert admin.part("post", f"{ROOT}/order", {"order": f"{waiting.id}"}).status_code == 200
    assert names()[0] == "On hold"
    assert admin.get(f"{ROOT}/{waiting.id}").status_code == 200


@pytest.mark.parametrize("name", ["", "dead", "x" * 61])
def test_what_cannot_be_a_status_is_said_and_kept(admin, name):
    answer = admin.post(ROOT, {"name": name, "hue": "gray"})
    assert answer.status_code == 422
    assert f'value="{name}"' in answer.text
    assert len(names()) == 6


def test_the_people_of_a_deleted_status_move(admin, dead, world):
    question = admin.get(f"{ROOT}/{dead}/deletion").text
    assert "3 people stand there" in question
    admin.post(f"{ROOT}/{dead}/deletion", {"into": str(world.new)})
    assert "Dead" not in names()
    assert counters.read("status")[world.new] == 6
    assert wrong_counters() == {}
    assert not db.session.scalars(select(ChangeSet.id).where(ChangeSet.ongoing)).all()


def test_who_is_in_the_trash_moves_too(admin, dead, world):
    person_id = world.person(first="Gone", status_id=dead)
    db.session.commit()
    admin.post(f"/people/{person_id}/trash")
    admin.post(f"{ROOT}/{dead}/deletion", {"into": str(world.new)})
    assert db.session.scalar(select(Person.status_id).where(Person.id == person_id)) == world.new


def test_many_people_are_moved_by_a_job(admin, dead, world, monkeypatch):
    monkeypatch.setattr(following, "IN_REQUEST", 1)
    monkeypatch.setattr(following, "AT_ONCE", 2)
    admin.post(f"{ROOT}/{dead}/deletion", {"into": str(world.new)})
    assert "Dead" not in names()
    assert counters.read("status") == {world.new: 3, dead: 3}
    stop = Event()
    stop.set()
    let_people_follow(now=NOW, stop=stop)
    assert counters.read("status") == {world.new: 5, dead: 1}
    let_people_follow(now=NOW, stop=Event())
    assert counters.read("status")[world.new] == 6
    assert following.waiting(now=NOW) == []


def test_a_deleted_status_whose_people_still_move_is_not_set_or_changed(admin, dead, world, monkeypatch):
    monkeypatch.setattr(following, "IN_REQUEST", 1)
    admin.post(f"{ROOT}/{dead}/deletion", {"into": str(world.new)})
    henrik = f"/people/{world.people['henrik']}"
    assert admin.post(f"{henrik}/status", {"value": str(dead)}).status_code == 422
    for path in (f"{ROOT}/{dead}", f"{ROOT}/{dead}/deletion"):
        assert admin.get(path).status_code == 404
        assert admin.post(path, {"name": "Back", "hue": "red", "into": str(world.new)}).status_code == 404
    assert len(following.waiting(now=NOW)) == 1
    other = next(s.id for s in statuses() if not s.role)
    db.session.rollback()
    assert admin.post(f"{ROOT}/{other}/deletion", {"into": str(dead)}).status_code == 422


def test_what_muster_sets_itself_stays(admin, world, dead):
    assert admin.post(f"{ROOT}/{world.new}/deletion", {"into": str(dead)}).status_code == 422
    assert admin.post(f"{ROOT}/{dead}/deletion", {"into": str(dead)}).status_code == 422
    assert admin.post(f"{ROOT}/{dead}/deletion", {"into": "x"}).status_code == 404
    assert len(names()) == 6


def test_who_may_not_set_things_does_not(coordinator, read_only, dead, world):
    for client in (coordinator, read_only):
        for path in (ROOT, f"{ROOT}/{dead}", f"{ROOT}/{dead}/deletion"):
            assert client.get(path).status_code == 403
            assert client.post(path, {"name": "Mine", "into": str(world.new)}).status_code == 403
        assert client.post(f"{ROOT}/order").status_code == 403


def test_other_methods_and_ids_are_refused(admin, dead):
    assert admin.delete(f"{ROOT}/{dead}").status_code == 405
    assert admin.get(f"{ROOT}/{2**63}").status_code == 404
