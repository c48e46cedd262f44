"""Seeing Muster as another user: what they see, nothing in their name, and nothing can be changed."""

import pytest
from sqlalchemy import select

from tests.trust.routes import READING, database_hash, routes_of
from tests.world import NOW, PASSWORD
from webapp import clock
from webapp.activity.models import AuditEntry
from webapp.db import db
from webapp.users.administering import deactivate
from webapp.users.role import Role, role_named
from webapp.users.second_factor import require
from webapp.users.session import PROOF_SECONDS, end_sessions, sessions_of
from webapp.users.user import User
from webapp.users.viewing_as import VIEWING_SECONDS

pytestmark = pytest.mark.usefixtures("nobody_signed_in")

BANNER = "You see Muster as <b>Priya Raman</b> does"


def begin(client, user):
    return client.post(f"/settings/users/{user.id}/viewing")


def noted():
    return db.session.execute(select(AuditEntry.what, AuditEntry.about, AuditEntry.by_id)).all()


@pytest.fixture
def viewing(admin, world):
    """The administrator's client, who sees Muster as the adviser does."""
    assert begin(admin, world.priya).location == "/today"
    return admin


def test_one_sees_what_they_see_and_no_more(viewing, world):
    page = viewing.get("/people").text
    assert BANNER in page
    assert "Dana" in page
    assert "Henrik" not in page
    assert viewing.get(f"/people/{world.people['henrik']}").status_code == 404
    assert viewing.get("/settings/users").status_code == 403
    assert BANNER in viewing.get("/settings/users").text


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_nothing_can_be_changed_by_any_verb(app, viewing, world):
    before = database_hash()
    for route in routes_of(app, world):
        if route.method not in READING and route.endpoint not in ("viewing.destroy", "sign_in.destroy"):
            answer = getattr(viewing, route.method.lower())(route.path, {"name": "x"})
            assert answer.status_code == 403, route
    assert "Stop that first." in answer.text
    assert database_hash() == before


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_reading_leaves_no_trace_in_their_name(app, viewing, world):
    with clock.frozen(NOW + 1000):
        before = database_hash()
        for route in routes_of(app, world):
            if route.method == "GET" and route.endpoint != "health.readyz":
                assert viewing.get(route.path).status_code < 500, route
        assert database_hash() == before
    assert sessions_of(world.priya.id) == []
    assert {by_id for _, _, by_id in noted()} == {world.mona.id}


def test_stopping_leads_back_and_both_ends_are_noted(viewing, world):
    answer = viewing.post("/viewing/end")
    assert answer.location == f"/settings/users/{world.priya.id}"
    assert BANNER not in viewing.get("/people").text
    assert viewing.get("/settings/users").status_code == 200
    assert noted() == [
        ("viewing as began", "priya@example.com", world.mona.id),
        ("viewing as ended", "priya@example.com", world.mona.id),
    ]
    assert viewing.post("/viewing/end").location == "/"
    assert len(noted()) == 2


def test_it_ends_after_an_hour_and_no_open_page_acts_then(viewing, world):
    with clock.frozen(NOW + VIEWING_SECONDS - 1):
        assert BANNER in viewing.get("/people").text
    with clock.frozen(NOW + VIEWING_SECONDS):
        late = viewing.post("/people", {"last": "Nobody"})
        assert late.status_code == 403
        assert "nothing was done" in late.text
        assert BANNER not in viewing.get("/people").text
        assert viewing.post("/people", {"last": "Somebody", "status_id": world.new}).status_code != 403
    assert noted()[1] == ("viewing as ended", "by itself", world.mona.id)


def test_it_ends_with_the_administrators_session(viewing, world):
    end_sessions(world.mona.id)
    db.session.commit()
    assert viewing.get("/people").location.startswith("/sign-in")


def test_signing_out_ends_everything(viewing, world):
    assert viewing.post("/sign-out").location == "/sign-in"
    assert sessions_of(world.mona.id) == []
    assert noted()[-1] == ("signed out", "", world.mona.id)


@pytest.mark.parametrize("change", ["deactivated", "promoted", "demoted oneself"])
def test_it_ends_when_it_would_no_longer_be_allowed(viewing, world, change):
    priya, mona, jonas = (db.session.get(User, user.id) for user in (world.priya, world.mona, world.jonas))
    if change == "deactivated":
        deactivate(priya, now=NOW)
    elif change == "promoted":
        mona.give_roles([role_named("Coordinator"), only_managing()])
        priya.give_roles([role_named("Administrator")])
    else:
        jonas.password_hash = "x"
        jonas.give_roles(mona.roles)
        mona.give_roles([role_named("Coordinator")])
    db.session.commit()
    assert BANNER not in viewing.get("/people").text
    assert noted()[-1][:2] == ("viewing as ended", "by itself")


def only_managing():
    role = Role(name="Managing", name_key="managing", position=9, permissions=["manage users"])
    db.session.add(role)
    db.session.flush()
    return role


def test_nobody_sees_as_who_may_do_more_than_they(sign_in, world):
    db.session.get(User, world.jonas.id).give_roles([role_named("Coordinator"), only_managing()])
    db.session.commit()
    jonas = sign_in(world.jonas)
    refused = begin(jonas, world.mona)
    assert refused.status_code == 409
    assert "may do what you may not" in refused.text
    assert begin(jonas, world.vera).location == "/today"


def test_neither_oneself_nor_who_left_nor_nobody_can_be_seen_as(admin, world):
    assert begin(admin, world.mona).status_code == 409
    deactivate(db.session.get(User, world.priya.id), now=NOW)
    db.session.commit()
    assert begin(admin, world.priya).status_code == 409
    assert admin.post("/settings/users/999/viewing").status_code == 404
    assert noted() == []


def test_only_who_manages_users_may_and_only_by_a_form(admin, coordinator, read_only, visitor, world):
    for client in (coordinator, read_only):
        assert begin(client, world.priya).status_code == 403
        assert client.post("/viewing/end").location == "/"
    assert begin(visitor, world.priya).status_code == 401
    assert admin.get(f"/settings/users/{world.priya.id}/viewing").status_code == 405
    assert admin.get("/viewing/end").status_code == 405


def test_it_asks_for_ones_password_when_that_was_given_long_ago(admin, world):
    path = f"/settings/users/{world.priya.id}/viewing"
    with clock.frozen(NOW + PROOF_SECONDS):
        assert admin.post(path).status_code == 401
        assert admin.post(path, {"proof_password": PASSWORD}).location == "/today"


def test_an_administrator_is_not_led_to_set_up_a_factor_that_another_lacks(viewing):
    require(True)
    db.session.commit()
    assert viewing.get("/people").status_code == 200
