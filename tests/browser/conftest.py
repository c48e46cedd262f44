"""A real browser on a real server: waitress in a thread, so that tests can still move the clock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select, update
from waitress.server import create_server

from tests.schema import app_on
from tests.world import NOW, PASSWORD, World
from webapp import clock
from webapp.db import db
from webapp.users.session import start_session
from webapp.users.user import User
from webapp.users.viewer import Viewer

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text()
PATIENCE_MS = 30_000
"""How long to wait for what should happen; only a machine whose cores all others use needs it."""
expect.set_options(timeout=PATIENCE_MS)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Server:
    """A running Muster; `url` has no slash at its end."""

    app: Flask
    url: str


@pytest.fixture
def empty_server(sqlite_url, tmp_path) -> Iterator[Server]:
    """Muster before its set-up."""
    with clock.frozen(NOW), app_on(sqlite_url, tmp_path / "instance") as app:
        waitress = create_server(app, host="127.0.0.1", port=0, threads=4)
        thread = Thread(target=waitress.run, daemon=True)
        thread.start()
        yield Server(app, f"http://127.0.0.1:{waitress.effective_port}")
        waitress.trigger.pull_trigger(waitress.close)
        waitress.task_dispatcher.shutdown()


@pytest.fixture
def cast(empty_server, sqlite_world) -> World:
    """The world of tests/world.py on the server; everybody's password is PASSWORD."""
    _file, made = sqlite_world
    known = select(User.password_hash).where(User.id == made.mona.id).scalar_subquery()
    db.session.execute(update(User).values(password_hash=known))
    db.session.commit()
    return replace(made, people=dict(made.people))


@pytest.fixture
def server(empty_server, cast) -> Server:
    """Muster with the cast in it."""
    return empty_server


@pytest.fixture
def browser_context_args(browser_context_args):
    """Desk size, light."""
    return {**browser_context_args, "viewport": DESK, "color_scheme": "light"}


@pytest.fixture
def watched(page, server_url):
    """The page; at the end there must have been no console error and no request to another host."""
    problems = []
    host = urlsplit(server_url).netloc
    page.on("console", lambda m: _is_problem(m) and problems.append(f"console: {m.text}"))
    page.on("pageerror", lambda e: problems.append(f"script error: {e}"))
    page.on(
        "request",
        lambda r: urlsplit(r.url).netloc not in (host, "") and problems.append(f"another host: {r.url}"),
    )
    page.set_default_timeout(PATIENCE_MS)
    yield page
    assert not problems


def _is_problem(message) -> bool:
    """An error, unless it only says that the server found a form wanting or a conflict."""
    wanting = ("status of 422", "status of 409")
    return message.type == "error" and not any(status in message.text for status in wanting)


@pytest.fixture
def server_url(empty_server) -> str:
    """Where the server listens."""
    return empty_server.url


@pytest.fixture
def at(watched, server):
    """at(viewer) gives the page with a session of that user, on /people."""

    def signed_in(viewer: Viewer):
        watched.context.add_cookies([{**session_cookie(server.app, viewer), "url": server.url}])
        watched.goto(f"{server.url}/people")
        return watched

    return signed_in


def session_cookie(app: Flask, viewer: Viewer) -> dict[str, str]:
    """What signing in would leave in the browser."""
    token = start_session(viewer.id, stays=False, address="127.0.0.1", agent="test", now=clock.now())
    db.session.commit()
    signed = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})
    return {"name": app.config["SESSION_COOKIE_NAME"], "value": signed}


def sign_in(page, url: str, email: str, password: str = PASSWORD) -> None:
    """Fill the sign-in page in as a person would."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/people*")


def findings(page) -> list[str]:
    """What axe-core finds on the page as it stands, one line each."""
    if page.evaluate("!window.axe"):
        page.evaluate(AXE)
    return [
        f"{v['impact']} {v['id']}: {v['nodes'][0]['target']} {v['nodes'][0].get('failureSummary', '')}"
        for v in page.evaluate("axe.run({ preload: false, resultTypes: ['violations'] })")["violations"]
    ]


LOOKS = [("light", DESK), ("dark", PHONE)]
"""Both themes and both widths in two looks: axe-core takes a second and more for each."""


def assert_sound(page) -> None:
    """Accessible in both themes and not wider than the window at both widths."""
    for scheme, size in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        assert findings(page) == [], f"{page.url} {scheme} {size['width']}"
        extra = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert extra == 0, f"{page.url} is {extra} px too wide at {size['width']}"
    page.set_viewport_size(DESK)
