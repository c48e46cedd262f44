"""How transactions behave on both engines."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from webapp.db import db, end_request, lasting_later, start_request, try_aside, writing
from webapp.db.waits import waited_in_vain
from webapp.imports import running


@pytest.fixture
def counted(app):
    db.session.execute(text("CREATE TABLE counted (n INTEGER)"))
    db.session.execute(text("INSERT INTO counted VALUES (0)"))
    db.session.commit()
    return app


@pytest.fixture(autouse=True)
def no_request():
    yield
    end_request()


def value() -> int:
    return db.session.scalar(text("SELECT n FROM counted"))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_no_update_is_lost_between_eight_threads(counted):
    def add_one(_):
        with counted.app_context():
            n = value()
            db.session.execute(text("UPDATE counted SET n = :n"), {"n": n + 1})
            db.session.commit()
            db.session.remove()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add_one, range(200)))
    assert value() == 200


def test_a_reading_request_cannot_write(counted):
    start_request(writes=False)
    with pytest.raises((OperationalError, DBAPIError)):
        db.session.execute(text("UPDATE counted SET n = 1"))
    db.session.rollback()
    end_request()
    assert value() == 0


def test_after_its_commit_a_request_only_reads(counted):
    start_request(writes=True)
    db.session.execute(text("UPDATE counted SET n = 1"))
    db.session.commit()
    with pytest.raises((OperationalError, DBAPIError)):
        db.session.execute(text("UPDATE counted SET n = 2"))
    db.session.rollback()
    with writing():
        db.session.execute(text("UPDATE counted SET n = 3"))
        db.session.commit()
    end_request()
    assert value() == 3


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_is_noted_aside_is_missed_while_somebody_writes(counted):
    db.session.execute(text("UPDATE counted SET n = 1"))
    assert not try_aside(text("UPDATE counted SET n = 2"))
    db.session.commit()
    assert try_aside(text("UPDATE counted SET n = 2"))
    assert value() == 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_who_waits_to_write_sees_a_gap_of_a_few_milliseconds(counted, monkeypatch):
    tries = []

    def a_moment(seconds):
        tries.append(seconds)
        if len(tries) == 3:
            holder.rollback()

    monkeypatch.setattr("webapp.db.write_lock.time.sleep", a_moment)
    with db.engine.connect() as holder:
        holder.execute(text("UPDATE counted SET n = 1"))
        db.session.execute(text("UPDATE counted SET n = n + 2"))
    db.session.commit()
    assert value() == 2
    assert len(tries) == 3
    assert max(tries) < running.GAP_SECONDS / 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_who_waited_in_vain_can_wait_again(counted, monkeypatch):
    monkeypatch.setattr("webapp.db.engine.BUSY_TIMEOUT_MS", 0)
    with db.engine.connect() as holder:
        holder.execute(text("UPDATE counted SET n = 1"))
        with pytest.raises(OperationalError) as refusal:
            value()
        assert waited_in_vain(refusal.value)
        db.session.rollback()
        holder.commit()
    assert value() == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sqlite_is_durable_and_checks_references(app):
    pragmas = {
        name: db.session.scalar(text(f"PRAGMA {name}"))
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_a_commit_waits_for_the_disk_unless_the_next_one_takes_it_along(own_database, app):
    sqlite = db.engine.dialect.name == "sqlite"
    if not sqlite:  # the cluster of the tests has no need of the disk
        db.session.execute(text("SET synchronous_commit = on"))
    db.session.commit()

    def waits() -> bool:
        shown = db.session.scalar(text("PRAGMA synchronous" if sqlite else "SHOW synchronous_commit"))
        db.session.commit()
        return shown in (2, "on")

    assert waits()
    with lasting_later():
        assert not waits()
    assert waits()
