"""Settings › Second factor, and what an administrator does with somebody's factor and sessions."""

import pytest
from sqlalchemy import select

from tests.authenticator import given_second_factor
from tests.world import NOW
from webapp.activity.models import AuditEntry
from webapp.db import db
from webapp.messaging.models import SystemMail
from webapp.users.second_factor import is_required, standing_of
from webapp.users.session import sessions_of, start_session
from webapp.users.user import User

pytestmark = pytest.mark.usefixtures("nobody_signed_in")

PAGE = "/settings/second-factor"
PRIYA = "/settings/users/3"


def noted():
    return db.session.execute(select(AuditEntry.what, AuditEntry.about)).all()


@pytest.fixture
def secured(app, world):
    """A client of the administrator, who has a second factor."""
    given_second_factor(world.mona.id)
    return world.client(app, world.mona)


def test_the_page_shows_who_has_none(secured, world):
    page = secured.get(PAGE).text
    assert "Priya Raman" in page
    assert 'settings/users/1"' not in page


def test_it_is_required_of_everybody_from_the_next_click_on(secured, adviser, world):
    assert adviser.get("/people").status_code == 200
    assert secured.post(PAGE, {"required": "y"}).location == PAGE
    assert adviser.get("/people").location.startswith("/account/second-factor")
    assert secured.get("/people").status_code == 200
    assert secured.post(PAGE, {}).location == PAGE
    assert adviser.get("/people").status_code == 200
    assert [what for what, _ in noted()] == ["second factor required", "second factor no longer required"]


def test_who_has_none_themselves_cannot_require_one(admin):
    answer = admin.post(PAGE, {"required": "y"})
    assert answer.status_code == 422
    assert "Set up your own first" in answer.text
    assert not is_required()
    assert admin.get("/people").status_code == 200


def test_what_is_so_already_is_not_noted(secured):
    secured.post(PAGE, {})
    assert noted() == []


def test_a_lost_factor_can_be_switched_off_and_its_owner_is_told(admin, adviser, world):
    given_second_factor(world.priya.id)
    start_session(world.priya.id, stays=True, address="10.0.0.7", agent="", now=NOW)
    db.session.commit()
    path = f"/settings/users/{world.priya.id}"
    assert "On since" in admin.get(path).text
    assert admin.post(f"{path}/second-factor/off").location == path
    assert standing_of(world.priya.id) is None
    assert sessions_of(world.priya.id) == []
    mail = db.session.scalars(select(SystemMail)).one()
    assert mail.to_address == "priya@example.com"
    assert "Mona Keller switched off the second factor" in mail.text
    assert noted() == [("second factor switched off", "priya@example.com")]
    admin.post(f"{path}/second-factor/off")
    assert len(noted()) == 1


def test_one_of_somebodys_sessions_can_be_ended(admin, adviser, world):
    start_session(world.priya.id, stays=True, address="10.0.0.7", agent="Firefox/1 (Linux)", now=NOW)
    db.session.commit()
    path = f"/settings/users/{world.priya.id}"
    assert "Firefox on Linux" in admin.get(path).text
    there = next(session.id for session in sessions_of(world.priya.id) if session.stays)
    own = sessions_of(world.mona.id)[0].id
    assert admin.post(f"{path}/sessions/{own}/end").status_code == 404
    assert admin.post(f"{path}/sessions/{there}/end").location == path
    assert len(sessions_of(world.priya.id)) == 1
    assert adviser.get("/people").status_code == 200
    assert noted() == [("session ended", "priya@example.com: Firefox on Linux")]
    assert admin.post(f"{path}/sessions/{there}/end").status_code == 404


def test_an_address_that_an_administrator_changed_is_told_to_the_old_one(admin, world):
    roles = [role.id for role in db.session.get(User, world.priya.id).roles]
    form = {"name": "Priya", "office_id": world.boston, "role_ids": roles, "email": "priya@new.example.com"}
    admin.post(f"/settings/users/{world.priya.id}", form)
    assert [mail.to_address for mail in db.session.scalars(select(SystemMail))] == ["priya@example.com"]
    assert ("email changed", "priya@example.com → priya@new.example.com") in noted()


@pytest.mark.parametrize("path", [PAGE, f"{PRIYA}/second-factor/off", f"{PRIYA}/sessions/1/end"])
def test_only_who_manages_users_may(coordinator, read_only, outsider, path):
    for client in (coordinator, read_only, outsider):
        assert client.post(path).status_code == 403


def test_a_wrong_method_is_refused(admin):
    assert admin.put(PAGE).status_code == 405
    assert admin.get(f"{PRIYA}/second-factor/off").status_code == 405
