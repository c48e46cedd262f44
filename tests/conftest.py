"""The app on a database of its own, with the cast of world.py, and a client for each of them."""

import gc

import pytest
import structlog
from hypothesis import settings
from sqlalchemy import event

from tests.schema import compile_each_address_once, lasting_app_on
from tests.world import NOW
from webapp import clock
from webapp.db import db
from webapp.jobs import pieces

pytest_plugins = ["tests.engines"]


def pytest_configure():
    """What thousands of tests have no time for: compiling every address anew, the pauses of jobs in which
    pages may write, and in the log of a failure a coloured listing of every variable. How long an example
    takes says how busy the machine is."""
    settings.register_profile("muster", deadline=None)
    settings.load_profile("muster")
    compile_each_address_once()
    pieces.PAUSE_SECONDS = 0
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.contextvars.merge_contextvars, renderer])


def pytest_collection_finish():
    """Let the collector of cycles look seldom, never at modules and tests: it was a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)


@pytest.fixture
def app(database_url, engine, own_folder, request):
    """An app as if it were fresh, nobody in it yet, with its context pushed for the domain's tests."""
    stays = engine == "postgres" and "own_database" not in request.fixturenames
    with clock.frozen(NOW), lasting_app_on(database_url, own_folder / engine, stays_connected=stays) as app:
        app.testing = True
        yield app


@pytest.fixture
def nobody_signed_in(world):
    """For tests that look at all sessions: the cast has none that it does not use."""
    world.forget_sessions()


@pytest.fixture
def sign_in(app, world):
    """sign_in(viewer) gives a client that is signed in as that user."""
    return lambda viewer: world.client(app, viewer)


@pytest.fixture
def anybody(app, world):
    """A client that is not signed in."""
    return app.test_client()


@pytest.fixture
def admin(sign_in, world):
    """A client of the administrator, who sees everybody."""
    return sign_in(world.mona)


@pytest.fixture
def coordinator(sign_in, world):
    """A client of the coordinator in Boston, who sees the office."""
    return sign_in(world.jonas)


@pytest.fixture
def adviser(sign_in, world):
    """A client of the adviser in Boston, who sees only her own people."""
    return sign_in(world.priya)


@pytest.fixture
def outsider(sign_in, world):
    """A client of the coordinator in Lisbon, who sees nobody of Boston."""
    return sign_in(world.tomas)


@pytest.fixture
def read_only(sign_in, world):
    """A client of the viewer in Boston, who sees the office and changes nothing."""
    return sign_in(world.vera)


@pytest.fixture
def statements(app):
    """Every statement that is sent to the database from now on."""
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    for engine in db.engines.values():
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in db.engines.values():
        event.remove(engine, "before_cursor_execute", note)
