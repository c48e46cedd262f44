import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import text

from tests.commands.processes import SECONDS, Muster
from tests.world import NOW
from webapp import logs
from webapp.activity.tracking import open_change_set
from webapp.commands import main
from webapp.commands import muster as command
from webapp.db import db, reading
from webapp.jobs.models import Lease
from webapp.jobs.runner import Runner
from webapp.jobs.schedule import SCHEDULE
from webapp.operations import web_server
from webapp.people.creating import NewPerson, create_people

CROWD = 2_000


@pytest.fixture
def run(app):
    """run(*arguments, input="") runs the command within this process, sharing nothing else with the test.

    A process of its own, as `muster` starts them, costs a second: they are for what is about processes.
    """

    def invoke(*arguments: str, **options):
        db.session.rollback()
        with app.app_context():
            return CliRunner().invoke(command, arguments, obj=ScriptInfo(create_app=lambda: app), **options)

    return invoke


@pytest.fixture
def refusal(database_url, tmp_path, monkeypatch, capsys):
    """refusal(*arguments, **settings) is what the console script says as it ends with status 2.

    It does so within this process, as in `run`, and so it must refuse before it would serve.
    """

    def ask(*arguments: str, **settings: str) -> str:
        settings = Muster(tmp_path / "instance", database_url).settings | settings
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["muster", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 2
        return capsys.readouterr().err

    monkeypatch.setattr(logs, "configure", lambda: None)  # the logs are pytest's
    monkeypatch.setattr(web_server, "serve", lambda *_, **__: pytest.fail("it serves"))
    return ask


@pytest.fixture
def muster(app, database_url, own_database):
    """The command as processes of their own, on the database and in the instance folder of `app`."""
    command = Muster(Path(app.instance_path), database_url)
    yield command
    command.end()


@pytest.fixture
def ask(app):
    """ask(question) is the database's answer in SQL, without a lock that a process might wait for."""

    def answer(question: str):
        with reading():
            return db.session.scalar(text(question))

    return answer


@pytest.fixture
def somebody_writes(database_url, ask):
    """somebody_writes() says whether another process is amid a transaction that writes."""

    def sqlite() -> bool:
        file = database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
        return False

    def postgres() -> bool:
        other = "datname = current_database() AND pid <> pg_backend_pid()"
        return ask(f"SELECT count(*) FROM pg_stat_activity WHERE {other} AND backend_xid IS NOT NULL") > 0

    return sqlite if database_url.startswith("sqlite") else postgres


@pytest.fixture
def crowd(world) -> list[int]:
    """The ids of more people than a job does at once."""
    by = {"by": world.mona, "now": NOW}
    values = {"kind": "contact", "status_id": world.new, "office_id": world.boston}
    new = [NewPerson({"first": f"P{n}", **values}, ()) for n in range(CROWD)]
    return create_people(new, **by, change_set=open_change_set("create", "Added", **by))


@pytest.fixture
def next_process(app):
    """next_process(name) does a round of this job where the jobs process before was killed and its lease ran
    out."""

    def run(name: str) -> None:
        db.session.query(Lease).update({"until": NOW})
        db.session.commit()
        runner = Runner(app)
        assert runner.keep_lease()
        runner.run(next(job for job in SCHEDULE if job.name == name))

    return run


@pytest.fixture
def until():
    """until(condition) asks until the condition holds and returns what it gave; fails after SECONDS."""
    return _until


def _until(condition):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.01)
    raise AssertionError(f"it did not happen within {SECONDS} seconds")
