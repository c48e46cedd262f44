import time

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from tests.commands.processes import SECONDS, Muster
from webapp.commands import muster as command
from webapp.db import db


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
def muster(database_url, own_database, tmp_path):
    """The command on a database with the newest schema and nobody in it."""
    command = Muster(tmp_path / "instance", database_url)
    command.instance.mkdir(mode=0o700)
    yield command
    command.end()


@pytest.fixture
def until():
    """until(condition) asks until the condition holds and returns what it gave; fails after SECONDS."""
    return _until


def _until(condition):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"it did not happen within {SECONDS} seconds")
