"""A real browser on a real server: waitress in a thread, so that tests can still move the clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from flask import Flask
from waitress.server import create_server

from tests.schema import app_on
from tests.world import NOW, PASSWORD, World, make_world
from webapp import clock
from webapp.db import db
from webapp.users.user import User
from webapp.users.viewer import Viewer

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text()
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
def cast(empty_server) -> World:
    """The world of tests/world.py on the server; everybody's password is PASSWORD."""
    made = make_world()
    known = db.session.get(User, made.mona.id).password_hash
    for user in db.session.query(User):
        user.password_hash = known
    db.session.commit()
    return made


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
    page.set_default_timeout(8_000)
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
    """at(viewer) signs in as that user and gives the page, on /people."""

    def signed_in(viewer: Viewer):
        sign_in(watched, server.url, viewer.email)
        return watched

    return signed_in


def sign_in(page, url: str, email: str, password: str = PASSWORD) -> None:
    """Fill the sign-in page in as a person would."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/people*")


def findings(page) -> list[str]:
    """What axe-core finds on the page as it stands, one line each."""
    page.evaluate(AXE)
    return [
        f"{v['impact']} {v['id']}: {v['nodes'][0]['target']} {v['nodes'][0].get('failureSummary', '')}"
        for v in page.evaluate("axe.run()")["violations"]
    ]


LOOKS = [("light", DESK), ("light", PHONE), ("dark", DESK), ("dark", PHONE)]
ACROSS = [("light", DESK), ("dark", PHONE)]
"""Both themes and both widths in two looks, where many pages share their parts."""


def assert_sound(page, looks=LOOKS) -> None:
    """Accessible in both themes and not wider than the window at both widths."""
    for scheme, size in looks:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        assert findings(page) == [], f"{page.url} {scheme} {size['width']}"
        extra = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert extra == 0, f"{page.url} is {extra} px too wide at {size['width']}"
    page.set_viewport_size(DESK)
