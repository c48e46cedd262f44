"""Every route asks who one is, what one may do and whether one meant it; and no GET changes anything.

The routes come from the app itself, so that a new one is asked too.
"""

import pytest
from sqlalchemy import select

from tests.trust.routes import PUBLIC, READING, database_hash, routes_of
from webapp.activity.models import AuditEntry
from webapp.db import db

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

OWN = {
    "saved.create",
    "saved_lists.reorder",
    "selection_editing.create",
    "selection_editing.update_steps",  # only asks too
    "filter.update",  # only asks, in a transaction that only reads
    "account.email.update",
    "account.password.update",
    "account.preferences.update",
    "account.preferences.update_theme",
    "account.second_factor.create",
    "account.second_factor.destroy",
    "account.second_factor.renew_codes",
    "account.sessions.destroy",
    "account.sessions.destroy_others",
    "columns.update",
    "sign_in.destroy",
    "viewing.destroy",
}
"""What everybody may change: only what is their own."""


@pytest.fixture
def routes(app, world):
    return routes_of(app, world)


def test_only_the_public_pages_answer_somebody_who_is_not_signed_in(app, anybody, routes):
    app.config["WTF_CSRF_ENABLED"] = False
    open_ones = {
        f"{route.method} {route.rule}"
        for route in routes
        if route.endpoint not in PUBLIC and not asks_to_sign_in(anybody, route)
    }
    assert not open_ones


def asks_to_sign_in(client, route) -> bool:
    answer = client.open(route.path, method=route.method)
    return (answer.location or "").startswith("/sign-in") or "You are signed out." in answer.text


def test_nothing_is_changed_without_the_token_of_the_session(admin, routes):
    before = database_hash()
    for route in routes:
        if route.method not in READING:
            answer = admin.flask_client.open(route.path, method=route.method, data={"name": "x"})
            assert answer.status_code == 403, route
    assert database_hash() == before


def test_no_get_changes_anything(admin, routes):
    before = database_hash()
    for route in routes:
        if route.method == "GET":
            assert admin.get(route.path).status_code < 500 or route.endpoint == "health.readyz", route
    assert database_hash() == before


def test_a_viewer_changes_nothing_but_their_own(read_only, routes):
    before = database_hash()
    for route in routes:
        if route.method not in READING and route.endpoint not in PUBLIC | OWN:
            answer = getattr(read_only, route.method.lower())(route.path)
            assert answer.status_code in (403, 404), route
    assert database_hash() == before


@pytest.mark.parametrize("role", ["mona", "jonas", "priya", "vera"])
def test_a_role_opens_exactly_what_its_permissions_say(sign_in, world, routes, role):
    viewer = getattr(world, role)
    client = sign_in(viewer)
    for route in routes:
        if route.permissions and not any(map(viewer.can, route.permissions)):
            assert getattr(client, route.method.lower())(route.path).status_code == 403, route
        elif route.permissions and route.method == "GET":
            assert client.get(route.path).status_code != 403, route


def test_whom_one_does_not_see_is_as_if_there_were_nobody(outsider, world, routes):
    hidden, missing = world.people["dana"], 999_999
    before = database_hash()
    for route in routes:
        if "<int:person_id>" in route.rule and route.endpoint not in PUBLIC:
            send = getattr(outsider, route.method.lower())
            answers = [
                send(route.path.replace(f"/{hidden}", f"/{person_id}", 1)) for person_id in (hidden, missing)
            ]
            may = not route.permissions or any(map(world.tomas.can, route.permissions))
            assert {answer.status_code for answer in answers} == {404 if may else 403}, route
            assert answers[0].text == answers[1].text, route
    assert database_hash() == before


def test_every_page_is_kept_by_nobody_and_framed_by_nobody(admin, routes):
    for route in routes:
        if route.method == "GET" and route.endpoint not in ("static", "logo.show"):
            headers = admin.get(route.path).headers
            assert "no-store" in headers["Cache-Control"], route
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], route
            assert headers["X-Content-Type-Options"] == "nosniff", route


def test_a_wrong_method_is_a_405(admin, routes):
    by_path = {}
    for route in routes:
        by_path.setdefault(route.path, set()).add(route.method)
    for path, methods in by_path.items():
        if "PUT" not in methods:
            assert admin.put(path).status_code in (404, 405), path


def test_a_denial_is_noted_whatever_the_view_did_before(adviser, world):
    dana = world.people["dana"]
    assert adviser.post(f"/people/{dana}/owner", {"value": world.jonas.id}).status_code == 403
    denials = db.session.scalars(select(AuditEntry.about).where(AuditEntry.what == "denied"))
    assert denials.all() == [f"owner of person {dana}"]
