"""Pytest fixtures for the real parts: each test its own migrated database on either engine, and a browser.

A test that uses `database_url`, or any fixture on top of it, runs once on SQLite and once on PostgreSQL.
One with a reason for a single engine says `@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)`.
"""

import itertools
import shutil
from pathlib import Path

import pytest

from tests.parts import browser, left_out, postgres
from tests.parts.reused import Reused
from tests.schema import forget_lasting_apps, migrate, populate
from tests.world import World

SLOW = {"browser", "commands"}
ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def pytest_report_header():
    if without := left_out():
        return f"without {' and '.join(sorted(without))}, as MUSTER_TEST_WITHOUT says"
    return None


def pytest_collection_modifyitems(config, items):
    """Leave out what needs a part that MUSTER_TEST_WITHOUT names; one that is merely absent is an error.

    Tests with processes of their own come first, so that in the end no worker waits for another's long one.
    """
    items.sort(key=lambda item: not SLOW.intersection(item.path.parts))
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
    """The address of this test's own database, which has the newest schema.

    It has no rows, except the cast of world.py if the test asks for `world` (or a browser's for `cast`).
    """
    return request.getfixturevalue(f"{engine}_url")


@pytest.fixture
def sqlite_url(request, own_folder) -> str:
    """A copy of the migrated file, under a name that this process uses in every test."""
    template, _world = request.getfixturevalue(_template("sqlite", request))
    file = own_folder / "muster.sqlite"
    for left in (file, *own_folder.glob("muster.sqlite-*")):
        left.unlink(missing_ok=True)
    return f"sqlite:///{shutil.copy(template, file)}"


@pytest.fixture
def postgres_url(request, postgres_server, reused_postgres):
    """A database that is as the migrated one."""
    template, _world = request.getfixturevalue(_template("postgres", request))
    if "own_database" not in request.fixturenames:
        yield reused_postgres(template).ready()
    else:
        postgres_server.create("own", template=template)
        yield postgres_server.url("own")
        postgres_server.drop("own")


@pytest.fixture
def own_database():
    """What a test asks for whose database is more than rows to it: it restores it, or kills who writes to it.

    A PostgreSQL database is then copied for it and dropped, where others use one after the other.
    """


@pytest.fixture(scope="session")
def reused_postgres(postgres_server):
    """reused_postgres(template) is the database that tests use in turn, and that is as this template."""
    databases = {}

    def of(template: str) -> Reused:
        return databases.setdefault(template, Reused(postgres_server, f"{template}_reused", template))

    yield of
    forget_lasting_apps()
    for database in databases.values():
        database.close()


@pytest.fixture(scope="session")
def own_folder(tmp_path_factory) -> Path:
    """A folder of this process."""
    return tmp_path_factory.mktemp("own")


@pytest.fixture
def world(app, engine, request) -> World:
    """The company with its two offices, its users and a few people; they stand in the database's template."""
    _name, made = request.getfixturevalue(_template(engine, request))
    return made.once_more()


def _template(engine: str, request) -> str:
    peopled = not {"world", "cast"}.isdisjoint(request.fixturenames)
    return f"{engine}_{'world' if peopled else 'template'}"


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
    """A migrated SQLite file to copy, and nobody in it."""
    folder = tmp_path_factory.mktemp("sqlite-template")
    file = folder / "muster.sqlite"
    migrate(f"sqlite:///{file}", folder)
    return file, None


@pytest.fixture(scope="session")
def sqlite_world(sqlite_template, tmp_path_factory):
    """A SQLite file to copy, and the cast in it."""
    folder = tmp_path_factory.mktemp("sqlite-world")
    file = shutil.copy(sqlite_template[0], folder / "muster.sqlite")
    return file, populate(f"sqlite:///{file}", folder)


@pytest.fixture(scope="session")
def postgres_world(postgres_server, postgres_template, tmp_path_factory):
    """The name of a PostgreSQL database to copy, and the cast in it."""
    postgres_server.create("world", template=postgres_template[0])
    return "world", populate(postgres_server.url("world"), tmp_path_factory.mktemp("postgres-world"))


@pytest.fixture(scope="session")
def postgres_template(postgres_server, tmp_path_factory):
    """The name of a migrated PostgreSQL database to copy, and nobody in it."""
    postgres_server.create("template")
    migrate(postgres_server.url("template"), tmp_path_factory.mktemp("postgres-template"))
    return "template", None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Makes pytest-playwright drive this machine's own Chromium."""
    return {**browser_type_launch_args, "executable_path": str(browser.find()), "args": list(browser.FLAGS)}


_names = (f"empty_{number}" for number in itertools.count())
