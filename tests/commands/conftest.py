import time

import pytest

from tests.commands.processes import SECONDS, Muster


@pytest.fixture
def muster(database_url, tmp_path):
    """The command on a database with the newest schema and nobody in it."""
    command = Muster(tmp_path / "instance", database_url)
    command.instance.mkdir(mode=0o700)
    yield command
    command.end()


@pytest.fixture
def until():
    """until(condition) asks until the condition holds and returns what it gave; fails after 30 seconds."""
    return _until


def _until(condition):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen within 30 seconds")
