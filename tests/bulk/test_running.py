"""Large actions as a job: in chunks, one change set, resumable, to be stopped, with every action."""

import threading

import pytest
from sqlalchemy import func, select

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity import setbacks
from webapp.activity.models import Change, ChangeSet, Event
from webapp.bulk import running
from webapp.bulk.actions import AddTags, Convert, MoveToTrash, SetField
from webapp.bulk.choosing import KEEP_SECONDS, choose, forget_old
from webapp.bulk.models import BulkChoice, BulkRun, ChosenPerson
from webapp.bulk.running import TooMany, begin_run, carry_on, stop, unfinished_runs
from webapp.db import db
from webapp.jobs.bulk import change_many, forget_choices
from webapp.people.counting import wrong_counters
from webapp.people.models import Person
from webapp.people.trashing import move_to_trash
from webapp.tags.models import PersonTag
from webapp.users.permission import Permission
from webapp.users.role import role_named
from webapp.users.user import User

SALEM = SetField("Primary info › City", "Salem", {"city": "Salem"})


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)


@pytest.fixture
def crowd(world):
    """Seven people of Boston by id."""
    ids = [world.person(first=f"P{n}") for n in range(7)]
    db.session.commit()
    return ids


@pytest.fixture
def begin(world, crowd):
    """begin(action) is a run of the coordinator over the crowd."""

    def begun(action=SALEM, by=world.jonas) -> BulkRun:
        choice = choose(crowd, by=by, now=NOW, list_query="", back="/people")
        run = begin_run(choice, action, by=by, now=NOW)
        db.session.commit()
        return run

    return begun


def in_salem() -> int:
    return db.session.scalar(select(func.count()).where(Person.city == "Salem"))


def set_of(run: BulkRun) -> ChangeSet:
    return db.session.get_one(ChangeSet, run.change_set_id)


def work(run: BulkRun, by, chunks: int = 99) -> None:
    """Some chunks, each committed, as the job does it."""
    for number, _ in enumerate(carry_on(run, by=by, now=NOW), start=1):
        db.session.commit()
        if number == chunks:
            return
    db.session.commit()


def test_a_run_is_one_change_set_that_can_be_taken_back(world, begin):
    run = begin()
    work(run, world.jonas)
    assert (in_salem(), set_of(run).people, set_of(run).ongoing) == (7, 7, False)
    assert (run.done, run.people, run.finished_at) == (7, 7, NOW)
    undo_as(set_of(run), by=world.jonas)
    assert in_salem() == 0
    assert wrong_counters() == {}


def test_what_is_cut_off_within_a_chunk_goes_on_behind_the_last_whole_one(world, begin):
    run = begin()
    left = carry_on(run, by=world.jonas, now=NOW)
    next(left)
    db.session.commit()
    next(left)
    db.session.rollback()  # killed before its commit
    db.session.expire_all()
    work(run, world.jonas)
    events = select(func.count()).where(Event.change_set_id == run.change_set_id)
    changes = select(func.count()).where(Change.change_set_id == run.change_set_id)
    assert (in_salem(), db.session.scalar(events), db.session.scalar(changes)) == (7, 7, 7)
    assert set_of(run).people == 7


def test_of_two_processes_only_one_does_a_chunk(world, begin):
    run = begin()
    ours = carry_on(run, by=world.jonas, now=NOW)
    next(ours)
    db.session.commit()
    db.session.execute(BulkRun.__table__.update().values(last_person_id=10**9))
    db.session.commit()
    assert list(ours) == []
    assert run.finished_at is None


def test_a_stopped_run_keeps_what_it_did_and_can_be_taken_back(world, begin):
    run = begin()
    work(run, world.jonas, chunks=1)
    assert stop(run, now=NOW)
    db.session.commit()
    work(run, world.jonas)
    assert (in_salem(), run.done, set_of(run).ongoing) == (2, 2, False)
    assert not stop(run, now=NOW)
    undo_as(set_of(run), by=world.jonas)
    assert in_salem() == 0


def test_who_went_meanwhile_is_left_out(world, begin, crowd):
    run = begin()
    work(run, world.jonas, chunks=1)
    move_to_trash(crowd[5:], by=world.mona, now=NOW, change_set=set_of(run))
    db.session.commit()
    work(run, world.jonas)
    assert (in_salem(), run.finished_at) == (5, NOW)


def test_whom_one_no_longer_sees_is_left_out(world, begin, crowd):
    run = begin()
    db.session.get_one(Person, crowd[3]).office_id = world.lisbon
    db.session.commit()
    work(run, world.jonas)
    assert in_salem() == 6


def test_who_loses_the_permission_meanwhile_changes_nobody_more(world, begin, monkeypatch):
    run = begin()
    role = role_named("Coordinator")
    role.permissions = sorted(set(role.permissions) - {Permission.BULK_OVER_200})
    db.session.commit()
    change_many(now=NOW, stop=threading.Event())
    setback = setbacks.setback_of("bulk", run.change_set_id)
    assert "Jonas Bauer may no longer change so many people" in setback.sentence
    assert (in_salem(), set_of(run).ongoing) == (0, False)
    assert setbacks.go_on(setback, by=world.mona)
    db.session.commit()
    change_many(now=NOW, stop=threading.Event())
    assert (in_salem(), set_of(run).ongoing) == (7, False)


def test_a_run_that_fails_is_tried_again_and_the_others_go_on(world, begin, monkeypatch):
    broken, fine = begin(AddTags(("VIP",))), begin()
    with monkeypatch.context() as patched:
        patched.setattr(AddTags, "carry_out", lambda *_, **__: 1 / 0)
        change_many(now=NOW, stop=threading.Event())
    assert (broken.finished_at, fine.finished_at) == (None, NOW)
    assert unfinished_runs(now=NOW) == []
    change_many(now=NOW + 60, stop=threading.Event())
    assert broken.finished_at == NOW + 60
    assert db.session.scalar(select(func.count()).select_from(PersonTag)) == 7


def test_without_the_permission_there_is_no_run_over_200(world, crowd, monkeypatch):
    monkeypatch.setattr(running, "MOST_AT_ONCE", 6)
    choice = choose(crowd, by=world.mona, now=NOW, list_query="", back="")
    vera = world.vera
    with pytest.raises(TooMany):
        begin_run(choice, SALEM, by=vera, now=NOW)


@pytest.mark.parametrize(
    "action", [AddTags(("Trade fair",)), Convert("customer", "customers"), MoveToTrash(), SALEM]
)
def test_every_action_survives_the_way_to_the_job(world, begin, action):
    run = begin(action)
    db.session.expire_all()
    work(run, world.jonas)
    assert set_of(run).people == 7
    assert wrong_counters() == {}


def test_a_new_tag_is_made_once_for_the_whole_run(world, begin):
    run = begin(AddTags(("Trade fair",)))
    work(run, world.jonas)
    assert db.session.scalar(select(func.count(PersonTag.tag_id.distinct()))) == 1


def test_the_job_works_through_all_that_waits(world, begin):
    runs = [begin(), begin(AddTags(("VIP",)))]
    change_many(now=NOW, stop=threading.Event())
    db.session.expire_all()
    assert unfinished_runs(now=NOW) == []
    assert [set_of(run).people for run in runs] == [7, 7]


def test_the_job_stops_between_two_chunks(world, begin):
    begin()
    leaving = threading.Event()
    leaving.set()
    change_many(now=NOW, stop=leaving)
    assert in_salem() == 2
    change_many(now=NOW, stop=threading.Event())
    assert in_salem() == 7


def test_choices_are_forgotten_after_a_day_unless_at_work(world, begin, crowd):
    run = begin()
    choose(crowd, by=world.mona, now=NOW, list_query="", back="")
    db.session.commit()
    forget_choices(now=NOW + KEEP_SECONDS + 1, stop=threading.Event())
    assert list(db.session.scalars(select(BulkChoice.id))) == [run.choice_id]
    work(run, world.jonas)
    assert forget_old(now=NOW + KEEP_SECONDS + 1)
    assert db.session.scalar(select(func.count()).select_from(ChosenPerson)) == 0
    assert not forget_old(now=NOW + KEEP_SECONDS + 1)


def test_the_acting_user_is_the_one_who_chose(world, begin):
    run = begin()
    change_many(now=NOW, stop=threading.Event())
    by_ids = db.session.scalars(select(Event.by_id).where(Event.change_set_id == run.change_set_id))
    assert set(by_ids) == {world.jonas.id}
    assert db.session.get_one(User, world.jonas.id).name == "Jonas Bauer"
