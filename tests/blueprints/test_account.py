"""One's own account."""

import pytest

from tests.world import NOW, PASSWORD
from webapp.db import db
from webapp.users.session import sessions_of, start_session
from webapp.users.user import User

NEW = "an entirely new phrase"


@pytest.fixture
def other_session(world):
    """A second browser of Mona's."""
    start_session(world.mona.id, stays=True, address="10.0.0.7", agent="Firefox/140.0 (X11; Linux)", now=NOW)
    db.session.commit()


def test_preferences_are_kept_and_others_with_them(admin, world):
    db.session.get(User, world.mona.id).prefer(columns=["name", "city"])
    db.session.commit()
    admin.post("/account", {"name": "Mona K.", "theme": "dark", "density": "roomy", "office_id": 2})
    mona = db.session.get(User, world.mona.id, populate_existing=True)
    assert mona.preferences == {"columns": ["name", "city"], "theme": "dark", "density": "roomy"}
    assert (mona.name, mona.office_id) == ("Mona K.", world.boston)
    assert 'data-bs-theme="dark"' in admin.get("/account").text


@pytest.mark.parametrize("mistake", [{"name": ""}, {"theme": "pink"}, {"density": ""}])
def test_a_preference_that_does_not_exist_is_refused(admin, mistake):
    answer = admin.post("/account", {"name": "Mona", "theme": "dark", "density": "roomy"} | mistake)
    assert answer.status_code == 422


def test_the_theme_changes_from_the_menu_without_loading_anything(admin, world):
    assert admin.part("post", "/account/theme", {"theme": "dark"}).status_code == 204
    assert admin.post("/account/theme", {"theme": "nonsense", "back": "//e.com"}).location == "/"
    assert db.session.get(User, world.mona.id, populate_existing=True).preferences["theme"] == "dark"


def test_a_new_password_needs_the_present_one_and_ends_other_sessions(admin, world, other_session):
    wrong = admin.post("/account/password", {"present": "not it at all", "password": NEW})
    assert wrong.status_code == 422
    assert "not your present password" in wrong.text
    assert admin.post("/account/password", {"present": PASSWORD, "password": NEW}).status_code == 303
    assert len(sessions_of(world.mona.id)) == 1
    assert admin.get("/account").status_code == 200


def test_the_present_password_cannot_be_guessed_without_end(admin):
    answers = [admin.post("/account/password", {"present": f"{n}", "password": NEW}).text for n in range(11)]
    assert "too often" in answers[-1]
    assert "too often" not in answers[-2]


def test_one_sees_and_ends_ones_own_sessions_only(admin, coordinator, world, other_session):
    assert "Firefox on Linux" in admin.get("/account").text
    other = next(s for s in sessions_of(world.mona.id) if s.stays)
    assert coordinator.post(f"/account/sessions/{other.id}/end").status_code == 404
    assert admin.post(f"/account/sessions/{other.id}/end").status_code == 303
    assert len(sessions_of(world.mona.id)) == 1


def test_one_can_sign_out_everywhere_else(admin, world, other_session):
    admin.post("/account/sessions/end")
    assert len(sessions_of(world.mona.id)) == 1
    assert admin.get("/account").status_code == 200
