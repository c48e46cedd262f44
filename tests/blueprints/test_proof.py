"""Giving one's password once more before what a thief would do first."""

import re
from html import unescape

import pytest

from tests.world import NOW, PASSWORD
from webapp import clock
from webapp.db import db
from webapp.users.link import find_link
from webapp.users.session import PROOF_SECONDS
from webapp.users.user import User

LATER = NOW + PROOF_SECONDS
PATH = "/account/email"


@pytest.fixture(autouse=True)
def later(app):
    """The password was given ten minutes ago."""
    with clock.frozen(LATER):
        yield


def kept_in(page):
    inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in inputs if name != "csrf_token"}


def test_within_ten_minutes_nobody_is_asked(admin):
    with clock.frozen(LATER - 1):
        assert admin.post(PATH, {"email": "new@example.com"}).status_code == 303


def test_what_was_typed_survives_being_asked(admin, world):
    asked = admin.post(PATH, {"email": "new@example.com"})
    assert asked.status_code == 401
    assert kept_in(asked) == {"email": "new@example.com"}
    assert f'action="{PATH}"' in asked.text
    done = admin.post(PATH, kept_in(asked) | {"proof_password": PASSWORD})
    assert done.location == "/account"
    assert admin.post(PATH, {"email": "newer@example.com"}).status_code == 303


def test_a_wrong_password_asks_again_and_keeps_what_was_typed(admin):
    answer = admin.post(PATH, {"email": "new@example.com", "proof_password": "not it at all"})
    assert answer.status_code == 422
    assert "not your present password" in answer.text
    assert kept_in(answer) == {"email": "new@example.com"}
    assert "not it at all" not in answer.text


def test_the_password_cannot_be_guessed_there_without_end(admin):
    answers = [admin.post(PATH, {"proof_password": f"guess {n}"}).text for n in range(11)]
    assert "too often" in answers[-1]
    assert "too often" not in answers[-2]


def test_one_proof_counts_in_its_own_session_only(app, admin, world):
    other = world.client(app, world.mona)
    assert admin.post(PATH, {"email": "new@example.com", "proof_password": PASSWORD}).status_code == 303
    assert other.post(PATH, {"email": "new@example.com"}).status_code == 401


def test_a_new_password_is_a_proof_too(admin):
    admin.post("/account/password", {"present": PASSWORD, "password": "an entirely new phrase"})
    assert admin.post(PATH, {"email": "new@example.com"}).status_code == 303


def test_an_administrator_is_asked_before_they_touch_somebody_elses_access(admin, world):
    path = f"/settings/users/{world.priya.id}"
    form = {"name": "Priya", "email": "thief@example.com", "office_id": world.boston, "role_ids": [1, 2]}
    asked = admin.post(path, form)
    assert asked.status_code == 401
    assert asked.text.count('name="role_ids"') == 2
    assert db.session.get(User, world.priya.id).email == "priya@example.com"
    assert admin.post(f"{path}/second-factor/off").status_code == 401
    assert admin.post("/settings/second-factor", {"required": "y"}).status_code == 401


def test_a_refused_form_does_not_lose_the_proof(admin, world):
    assert admin.post(PATH, {"email": "no address", "proof_password": PASSWORD}).status_code == 422
    assert admin.post(PATH, {"email": "new@example.com"}).status_code == 303
    assert find_link("no token", "new_email", now=LATER) is None
