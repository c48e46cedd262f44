"""A real browser on a real server. Both last as long as the process, and each test has them as if fresh."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select, update

from tests.browser.serving import LastingServer
from tests.schema import lasting_app_on
from tests.world import NOW, PASSWORD, World, begin_session, cookie_of
from webapp import clock
from webapp.db import db
from webapp.users.user import User
from webapp.users.viewer import Viewer

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


@pytest.fixture(scope="session")
def lasting_server() -> Iterator[LastingServer]:
    """What listens for all tests of this process."""
    server = LastingServer()
    yield server
    server.close()


@pytest.fixture
def empty_server(lasting_server, sqlite_url, own_folder) -> Iterator[Server]:
    """Muster before its set-up."""
    with (
        clock.frozen(NOW),
        lasting_app_on(sqlite_url, own_folder / "sqlite", stays_connected=False) as app,
        lasting_server.serving(app),
    ):
        yield Server(app, lasting_server.url)


@pytest.fixture
def cast(empty_server, sqlite_world) -> World:
    """The world of tests/world.py on the server; everybody's password is PASSWORD, nobody is signed in."""
    _file, made = sqlite_world
    known = select(User.password_hash).where(User.id == made.mona.id).scalar_subquery()
    db.session.execute(update(User).values(password_hash=known))
    cast = made.once_more()
    cast.forget_sessions()
    return cast


@pytest.fixture
def server(empty_server, cast) -> Server:
    """Muster with the cast in it."""
    return empty_server


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Desk size, light."""
    return {**browser_context_args, "viewport": DESK, "color_scheme": "light"}


@pytest.fixture(scope="session")
def lasting_page(browser, browser_context_args) -> Iterator[Page]:
    """The page of this process: a new one would fetch and compile all scripts again, for half a second."""
    context = browser.new_context(**browser_context_args)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(lasting_page, empty_server) -> Iterator[Page]:
    """The page as if it were fresh: nobody is signed in and nothing is remembered, routed or open.

    Nothing moves on it either: what slides in is drawn a dozen times, and clicked only when it stands still.
    """
    page = lasting_page
    _resize(page, DESK)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    yield page
    for tab in page.context.pages:
        if tab != page:
            tab.close()
    page.unroute_all(behavior="ignoreErrors")
    page.goto(f"{empty_server.url}/static/-/favicon.svg")
    page.evaluate("sessionStorage.clear()")
    page.mouse.move(0, 0)
    page.context.clear_cookies()


@pytest.fixture
def watched(page, server_url):
    """The page; at the end there must have been no console error and no request to another host."""
    with watching(page, server_url):
        yield page


@contextmanager
def watching(page: Page, server_url: str) -> Iterator[None]:
    """There must be no console error on the page meanwhile, and no request to another host.

    The browser reaches no other host (see FLAGS), and so tells of each that it was asked for.
    """
    problems, host = [], urlsplit(server_url).netloc

    def hear_console(message):
        if _is_problem(message):
            problems.append(f"console: {message.text}")

    def hear_failure(request):
        if urlsplit(request.url).netloc not in (host, ""):
            problems.append(f"another host: {request.url}")

    def hear_error(error):
        problems.append(f"script error: {error}")

    heard = {"console": hear_console, "requestfailed": hear_failure, "pageerror": hear_error}
    for event, listener in heard.items():
        page.on(event, listener)
    yield
    for event, listener in heard.items():
        page.remove_listener(event, listener)
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
    """at(viewer) gives the page with a session of that user, on /people or at the path that one says."""

    def signed_in(viewer: Viewer, path: str = "/people"):
        watched.context.add_cookies([{**session_cookie(server.app, viewer), "url": server.url}])
        watched.goto(server.url + path)
        return watched

    return signed_in


def session_cookie(app: Flask, viewer: Viewer) -> dict[str, str]:
    """What signing in would leave in the browser."""
    value = cookie_of(app, begin_session(viewer, clock.now()))
    return {"name": app.config["SESSION_COOKIE_NAME"], "value": value}


def sign_in(page, url: str, email: str, password: str = PASSWORD) -> None:
    """Fill the sign-in page in as a person would."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/people*")


def answer_nothing(page: Page, held: list[Route]) -> None:
    """Answer what hold_first() holds with nothing, and go on once the page has dealt with that."""
    page.evaluate("""document.addEventListener("htmx:finally:request", ({ detail }) => {
        if (detail.ctx.response?.status === 204) document.body.dataset.answered = "";
    })""")
    held[0].fulfill(status=204)
    expect(page.locator("body[data-answered]")).to_have_count(1)


def hold_first(page: Page, url: str | re.Pattern[str], *, method: str = "GET") -> list[Route]:
    """Where the first request for this address waits, once the page has sent it, for its `continue_()`.

    To be said before one goes to the page that will send it: a page that is there already may still send a
    request past whoever listens.
    """
    held = []

    def hold(route: Route) -> None:
        if held or route.request.method != method:
            route.continue_()
        else:
            held.append(route)

    page.route(url, hold)
    return held


def load_without_htmx(page: Page, url: str) -> list[Route]:
    """Go to a page whose htmx, the first of these, is on its way until one lets it `continue_()`."""
    held = hold_first(page, "**/htmx.min.js*")
    with page.expect_request("**/htmx.min.js*"):
        page.goto(url, wait_until="commit")
    return held


FOLLOW = """(path) => new Promise((arrived) => {
    document.addEventListener("htmx:finally:request", ({ detail }) => {
        if (detail.ctx.target === document.body) arrived();
    });
    const link = document.createElement("a");
    link.href = path;
    document.getElementById("app").append(link);
    htmx.process(link);
    link.click();
}).then(() => undefined)"""


def follow(page: Page, path: str) -> None:
    """Go there as by a link on the page, whose scripts and axe-core stay and are not compiled anew."""
    page.evaluate(FOLLOW, path)
    expect(page).to_have_url(re.compile(re.escape(path) + "$"))


LOOKS = [("light", DESK), ("dark", PHONE)]
"""Both themes and both widths in two looks: axe-core takes a sixth of a second for each, at first more."""
EXAMINE = """async (part) => {
    axe.configure({ noHtml: true });
    const options = { preload: false, iframes: false, resultTypes: ["violations"] };
    const { violations } = await axe.run(part, options);
    const { scrollWidth, clientWidth } = document.documentElement;
    return { violations, extra: scrollWidth - clientWidth };
}"""


def assert_sound(page: Page, *, within: str = "html") -> None:
    """Accessible in both themes and not wider than the window at both widths.

    `within` spares axe-core what was examined before, such as the page that a dialog stands on.
    """
    if page.evaluate("!window.axe"):
        page.add_script_tag(url="/axe-core/axe.min.js")
    for scheme, size in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        _resize(page, size)
        seen = page.evaluate(EXAMINE, within)
        assert [_finding(one) for one in seen["violations"]] == [], f"{page.url} {scheme} {size['width']}"
        assert not seen["extra"], f"{page.url} is {seen['extra']} px too wide at {size['width']}"
    _resize(page, DESK)


def _resize(page: Page, size: dict[str, int]) -> None:
    if page.viewport_size != size:
        page.set_viewport_size(size)


def _finding(violation: dict) -> str:
    first = violation["nodes"][0]
    return f"{violation['impact']} {violation['id']}: {first['target']} {first.get('failureSummary', '')}"
