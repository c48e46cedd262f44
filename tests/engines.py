"""Pytest fixtures for the real parts: each test its own migrated database on either engine, and a browser.

A test that uses `database_url`, or any fixture on top of it, runs once on SQLite and once on PostgreSQL.
One with a reason for a single engine says `@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)`.
"""

import itertools
import shutil

import pytest

from tests.parts import browser, left_out, postgres
from tests.schema import migrate

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def pytest_report_header():
    if without := left_out():
        return f"without {' and '.join(sorted(without))}, as MUSTER_TEST_WITHOUT says"
    return None


def pytest_collection_modifyitems(config, items):
    """Leave out what needs a part that MUSTER_TEST_WITHOUT names; one that is merely absent is an error."""
    without = left_out()
    dropped = [item for item in items if any(item.get_closest_marker(name) for name in without)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in set(dropped)]


@pytest.fixture(params=ENGINES)
def engine(request) -> str:
    """The engine that this run of the test is on: sqlite or postgres."""
    return request.param


@pytest.fixture
def database_url(engine, request) -> str:
    """The address of this test's own database, which has the newest schema and no rows."""
    return request.getfixturevalue(f"{engine}_url")


@pytest.fixture
def sqlite_url(sqlite_template, tmp_path) -> str:
    """A copy of the migrated file."""
    file = shutil.copy(sqlite_template, tmp_path / "muster.sqlite")
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(postgres_template, postgres_server):
    """A copy of the migrated database, dropped after the test."""
    name = next(_names)
    postgres_server.create(name, template=postgres_template)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def empty_postgres_url(postgres_server):
    """A database without a schema, dropped after the test."""
    name = next(_names)
    postgres_server.create(name)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def postgres_server():
    """One cluster for the whole run."""
    cluster = postgres.Cluster(postgres.find())
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """A migrated SQLite file to copy."""
    folder = tmp_path_factory.mktemp("sqlite-template")
    file = folder / "muster.sqlite"
    migrate(f"sqlite:///{file}", folder)
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server, tmp_path_factory):
    """The name of a migrated PostgreSQL database to copy."""
    postgres_server.create("template")
    migrate(postgres_server.url("template"), tmp_path_factory.mktemp("postgres-template"))
    return "template"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Makes pytest-playwright drive this machine's own Chromium."""
    return {**browser_type_launch_args, "executable_path": str(browser.find()), "args": list(browser.FLAGS)}


_names = (f"test_{number}" for number in itertools.count())
