"""The app on a database of its own, with the cast of world.py, and a client for each of them."""

import pytest

from tests.schema import app_on
from tests.world import NOW, World, make_world
from webapp import clock
from webapp.db import db

pytest_plugins = ["tests.engines"]


@pytest.fixture
def app(database_url, tmp_path):
    """A fresh app, nobody in it yet, with its context pushed for the domain's tests."""
    with clock.frozen(NOW), app_on(database_url, tmp_path / "instance") as app:
        app.testing = True
        yield app


@pytest.fixture
def world(app) -> World:
    """The company with its two offices, its users and a few people."""
    made = make_world()
    db.session.commit()
    return made


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
