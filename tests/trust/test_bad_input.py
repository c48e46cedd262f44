"""Whatever is sent, as any parameter of any route: an answer in words within a second, never a 500.

Which parameters a route has is found by watching what it asks its request for.
"""

import time

import pytest

from tests.trust.routes import READING, Noting, routes_of
from webapp.db import db
from webapp.pipelines.statuses import status_named

SIGNS = "'\") %_% (((((((((((((((((((( -1"
BAD = {
    "signs": SIGNS,
    "nul": "\0",
    "surrogate": b"\xed\xa0\x80",
    "number": str(2**63),
    "long": "x" * 100_000,
    "dots": "%2e%2e",
}
IN_PATHS = [SIGNS, "%00", "%ed%a0%80", str(2**63), "x" * 100_000, "%2e%2e", "%2e%2e%2f", "-1"]
BOTH_ENGINES = [("sqlite", name) for name in BAD] + [
    pytest.param("postgres", name, marks=pytest.mark.postgres) for name in ("signs", "number", "long")
]
"""What is refused before any view is not sent to both engines."""

LEAVES = {"sign_in.destroy", "welcome.add_sample", "static"}
"""Routes left out: they end the session, or take long on purpose."""


@pytest.fixture
def watched(app, admin, world):
    """The administrator's client, on an app that notes which parameters are asked for."""
    app.request_class = type("Watched", (app.request_class,), {"parameter_storage_class": Noting})
    return admin


_asked: dict[str, list[str]] = {}


def parameters(client, route) -> list[str]:
    """What the route asks its request for."""
    if route.endpoint not in _asked:
        Noting.asked = set()
        something = {} if route.method in READING else {"data": {"something": "sent"}}
        getattr(client, route.method.lower())(route.path, **something)  # an empty form is not read at all
        _asked[route.endpoint] = sorted(Noting.asked - {"csrf_token"})
    return _asked[route.endpoint]


def send(client, method, path, where, parameter, value):
    """Send it and say what was wrong with the answer, '' for nothing."""
    began = time.process_time()
    try:
        answer = getattr(client, method.lower())(path, **{where: {parameter: value}} if parameter else {})
    except Exception as error:  # whatever a view lets through is what is looked for
        return f"{type(error).__name__}: {str(error)[:200]}"
    took = time.process_time() - began
    if answer.status_code >= 500:
        return f"status {answer.status_code}"
    return f"{took:.1f} s" if took > 1 else ""


@pytest.mark.parametrize(("engine", "bad"), BOTH_ENGINES, indirect=["engine"])
def test_no_parameter_makes_a_page_stumble(app, watched, world, bad):
    found = {}
    for route in routes_of(app, world):
        if route.endpoint in LEAVES:
            continue
        where = "query_string" if route.method in READING else "data"
        for parameter in parameters(watched, route):
            if problem := send(watched, route.method, route.path, where, parameter, BAD[bad]):
                found[f"{route.method} {route.rule} {parameter}"] = problem
    assert not found


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_no_address_makes_a_page_stumble(app, admin, world):
    found = {}
    for route in routes_of(app, world):
        for path in [path for value in IN_PATHS for path in route.with_arguments(value)]:
            if problem := send(admin, route.method, path, "data", "", ""):
                found[f"{route.method} {path[:80]}"] = problem
    assert not found


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["nul", "surrogate"])
def test_text_that_cannot_be_stored_is_refused_with_a_sentence(anybody, name):
    answer = anybody.get("/sign-in", query_string={"next": BAD[name]})
    assert answer.status_code == 400
    assert "characters that cannot be stored" in answer.text
    assert anybody.get("/sign-in/%00").status_code in (400, 404)
    assert anybody.get("/sign-in/%ff").status_code in (400, 404)


def test_a_form_too_large_is_refused_with_a_sentence(anybody):
    answer = anybody.post("/sign-in", data={"email": "x" * (3 * 2**20)})
    assert answer.status_code == 413
    assert "too large" in answer.text


@pytest.mark.parametrize("number", ["-1", "0", "-" + "9" * 30, "9" * 30, "1_0"])
def test_an_id_that_no_row_can_have_is_not_found(admin, number):
    assert admin.get(f"/settings/fields/new?section={number}").status_code == 404
    admin.post("/settings/statuses", {"name": "Resting", "hue": "gray"})
    resting = status_named("Resting").id
    db.session.rollback()
    answer = admin.post(f"/settings/statuses/{resting}/deletion", {"into": number})
    assert answer.status_code == 404


def test_a_path_in_any_script_fits_into_a_header(admin):
    answer = admin.part("post", "/people/columns", {"column": "name", "back": "/people?q=€uro"})
    assert answer.headers["HX-Location"] == "/people?q=%E2%82%ACuro"


def test_half_a_character_in_what_a_form_saw_breaks_nothing(admin, world):
    field = f"/people/{world.people['dana']}/fields/first"
    answer = admin.part("post", field, {"first": "x" * 600, "seen": r'{"first": "\ud800"}'})
    assert answer.status_code == 422
    assert "too long" in answer.text


@pytest.mark.parametrize("header", ["Origin", "Referer"])
def test_a_post_from_what_is_no_address_is_refused(admin, header):
    for token in (admin.token, "a token from before"):
        admin.token = token
        answer = admin.post("/account/theme", {"theme": "dark"}, headers={header: "http://[::"})
        assert answer.status_code == 400
