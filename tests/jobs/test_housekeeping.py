import threading

from sqlalchemy import select

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.jobs import housekeeping
from webapp.people.models import Person
from webapp.people.trashing import move_to_trash
from webapp.users.session import Session, start_session

DAY = 24 * 3600


def test_only_what_lapsed_is_forgotten(world):
    start_session(world.mona.id, stays=False, address="", agent="early", now=NOW - 13 * 3600)
    start_session(world.mona.id, stays=False, address="", agent="late", now=NOW)
    db.session.commit()
    housekeeping.forget_what_lapsed(now=NOW, stop=threading.Event())
    assert db.session.scalars(select(Session.agent)).all() == ["late"]


def test_the_trash_is_emptied_after_thirty_days_and_not_before(world):
    for now, name in ((NOW - 31 * DAY, "dana"), (NOW, "henrik")):
        change_set = open_change_set("trash", "Trashed", by=world.mona, now=now)
        move_to_trash([world.people[name]], by=world.mona, now=now, change_set=change_set)
    db.session.commit()
    housekeeping.empty_trash(now=NOW, stop=threading.Event())
    assert set(db.session.scalars(select(Person.id))) == {world.people["henrik"], world.people["ines"]}


def test_long_tidying_stops_when_it_is_told_to(world):
    change_set = open_change_set("trash", "Trashed", by=world.mona, now=NOW - 31 * DAY)
    dana = world.people["dana"]
    move_to_trash([dana], by=world.mona, now=NOW - 31 * DAY, change_set=change_set)
    db.session.commit()
    stop = threading.Event()
    stop.set()
    housekeeping.empty_trash(now=NOW, stop=stop)
    assert db.session.get(Person, dana) is not None


def test_the_log_of_sqlite_is_cut_short(engine, world, database_url):
    housekeeping.checkpoint(now=NOW, stop=threading.Event())
    if engine == "sqlite":
        with open(database_url.removeprefix("sqlite:///") + "-wal", "rb") as log:
            assert log.read() == b""
