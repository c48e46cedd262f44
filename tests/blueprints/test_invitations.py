"""Accepting an invitation."""

import pytest

from tests.world import NOW
from webapp import clock
from webapp.db import db
from webapp.users.link import make_link
from webapp.users.user import User

PASSWORD = "an entirely new phrase"
WEEK = 7 * 24 * 3600


@pytest.fixture
def invitation(world):
    """The path of Priya's invitation."""
    token = make_link(world.priya.id, "invitation", now=NOW)
    db.session.commit()
    return f"/invitations/{token}"


def test_an_invitation_greets_by_company_and_address(visitor, invitation):
    page = visitor.get(invitation).text
    assert "Harbour &amp; Keller" in page
    assert "priya@example.com" in page


def test_accepting_sets_name_and_password_and_signs_in(visitor, world, invitation):
    answer = visitor.post(invitation, data={"name": "Priya R.", "password": PASSWORD})
    assert answer.location == "/"
    assert visitor.get("/sign-in").location == "/"
    visitor.post("/sign-out")
    assert visitor.post("/sign-in", data={"email": "priya@example.com", "password": PASSWORD}).location == "/"
    assert db.session.get(User, world.priya.id).name == "Priya R."


def test_an_invitation_is_accepted_once_and_within_a_week(visitor, invitation):
    with clock.frozen(NOW + WEEK):
        assert visitor.get(invitation).status_code == 404
    visitor.post(invitation, data={"name": "Priya", "password": PASSWORD})
    assert visitor.get(invitation).status_code == 404
    assert visitor.post(invitation, data={"name": "P", "password": PASSWORD}).status_code == 404


def test_a_newer_invitation_ends_the_older(visitor, world, invitation):
    make_link(world.priya.id, "invitation", now=NOW)
    db.session.commit()
    assert visitor.get(invitation).status_code == 404


def test_whoever_was_deactivated_meanwhile_does_not_get_in(visitor, world, invitation):
    db.session.get(User, world.priya.id).deactivated_at = NOW
    db.session.commit()
    assert visitor.get(invitation).status_code == 404


def test_a_made_up_token_opens_nothing(visitor):
    assert visitor.get("/invitations/" + "x" * 43).status_code == 404
