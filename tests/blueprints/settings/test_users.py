"""Settings › Users."""

from threading import Event

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import AuditEntry, ChangeSet
from webapp.db import db
from webapp.jobs.following import let_people_follow
from webapp.messaging.models import SystemMail
from webapp.people import following
from webapp.people.models import Person
from webapp.users.credentials import set_password
from webapp.users.role import role_named
from webapp.users.session import sessions_of
from webapp.users.user import User, user_with_email


def role_ids(*names):
    return [role_named(name).id for name in names]


def person(world, name):
    return db.session.get(Person, world.people[name], populate_existing=True)


def details(world, viewer, **other):
    """What the form of that user would post unchanged, with other values."""
    user = db.session.get(User, viewer.id)
    return {
        "name": user.name,
        "email": user.email,
        "office_id": user.office_id,
        "role_ids": [role.id for role in user.roles],
        **other,
    }


def test_the_list_shows_everybody_with_office_and_roles(admin):
    page = admin.get("/settings/users").text
    for words in ("Mona Keller", "Tomás Lima", "Lisbon", "Coordinator", "Invited"):
        assert words in page


def test_inviting_adds_a_user_and_mails_a_link(admin, world):
    form = {"name": "Nils Ek", "email": "nils@example.com", "office_id": world.lisbon}
    answer = admin.post("/settings/users", form | {"role_ids": role_ids("Adviser", "Viewer")})
    assert answer.location == "/settings/users"
    nils = user_with_email("nils@example.com")
    assert [role.name for role in nils.roles] == ["Adviser", "Viewer"]
    assert nils.password_hash is None
    mail = db.session.scalars(select(SystemMail)).one()
    assert "http://127.0.0.1:5000/invitations/" in mail.text
    assert "Mona Keller invites you" in mail.subject
    assert "hand on the link in the outbox" in admin.get("/settings/users").text


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ({"email": "MONA@example.com"}, "has this address already"),
        ({"email": "nils"}, "no e-mail address"),
        ({"name": ""}, "Give the name"),
        ({"role_ids": []}, "at least one role"),
        ({"role_ids": [10**9]}, "Not a valid"),
        ({"office_id": 2**63}, "Not a valid choice"),
    ],
)
def test_a_mistake_is_told_beside_what_was_typed(admin, world, mistake, words):
    form = {
        "name": "Nils",
        "email": "nils@example.com",
        "office_id": world.lisbon,
        "role_ids": role_ids("Viewer"),
    }
    answer = admin.post("/settings/users", form | mistake)
    assert answer.status_code == 422
    assert words.lower() in answer.text.lower()
    assert user_with_email("nils@example.com") is None
    assert db.session.scalars(select(SystemMail)).all() == []


def test_only_named_fields_of_a_user_are_written(admin, world):
    hacked = details(world, world.priya, password_hash="x", deactivated_at=1, id=99, created_at=5)
    admin.post(f"/settings/users/{world.priya.id}", hacked)
    priya = db.session.get(User, world.priya.id)
    assert (priya.password_hash, priya.deactivated_at, priya.created_at) == (None, None, NOW)


def test_new_roles_count_at_the_next_click(admin, adviser, world):
    assert adviser.get("/settings/users").status_code == 403
    admin.post(
        f"/settings/users/{world.priya.id}", details(world, world.priya, role_ids=role_ids("Administrator"))
    )
    assert adviser.get("/settings/users").status_code == 200
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.what == "user changed")).one()
    assert entry.about == "priya@example.com: Adviser → Administrator"


def test_the_last_administrator_stays_one(admin, world):
    path = f"/settings/users/{world.mona.id}"
    answer = admin.post(path, details(world, world.mona, role_ids=role_ids("Viewer")))
    assert answer.status_code == 422
    assert "in charge" in answer.text
    assert [role.name for role in db.session.get(User, world.mona.id).roles] == ["Administrator"]


def test_an_invited_administrator_does_not_count_before_they_have_a_password(admin, world):
    admin.post(
        f"/settings/users/{world.jonas.id}", details(world, world.jonas, role_ids=role_ids("Administrator"))
    )
    demoting = details(world, world.mona, role_ids=role_ids("Viewer"))
    assert admin.post(f"/settings/users/{world.mona.id}", demoting).status_code == 422
    set_password(world.jonas.id, "$argon2id$")
    db.session.commit()
    assert admin.post(f"/settings/users/{world.mona.id}", demoting).status_code == 303


def test_people_follow_to_the_new_office_only_if_asked(admin, world):
    path = f"/settings/users/{world.priya.id}"
    admin.post(path, details(world, world.priya, office_id=world.lisbon))
    assert person(world, "dana").office_id == world.boston
    admin.post(path, details(world, world.priya, office_id=world.boston))
    admin.post(path, details(world, world.priya, office_id=world.lisbon, people_follow="y"))
    assert person(world, "dana").office_id == world.lisbon
    assert person(world, "ines").office_id == world.lisbon
    moved = db.session.scalars(select(ChangeSet).where(ChangeSet.kind == "assign")).one()
    assert (moved.title, moved.people) == ("Moved Priya Raman's people to Lisbon", 1)


def test_many_people_follow_in_the_background(admin, world, monkeypatch):
    monkeypatch.setattr(following, "IN_REQUEST", 0)
    path = f"/settings/users/{world.priya.id}"
    admin.post(path, details(world, world.priya, office_id=world.lisbon, people_follow="y"))
    assert "Their people move in a moment." in admin.get("/settings/users").text
    assert person(world, "dana").office_id == world.boston
    let_people_follow(now=NOW, stop=Event())
    assert person(world, "dana").office_id == world.lisbon
    moved = db.session.scalars(select(ChangeSet).where(ChangeSet.kind == "assign")).one()
    admin.post(f"/changes/{moved.id}/undo")
    assert person(world, "dana").office_id == world.boston


def test_deactivating_ends_all_access_and_leaves_people_alone(admin, adviser, world):
    assert adviser.get("/sign-in").location == "/"
    answer = admin.post(f"/settings/users/{world.priya.id}/deactivation", {"heir_id": 0, "work_id": 0})
    assert answer.location == "/settings/users"
    assert adviser.get("/sign-in").status_code == 200
    assert sessions_of(world.priya.id) == []
    assert person(world, "dana").owner_id == world.priya.id


def test_deactivating_can_give_the_people_to_somebody_as_one_change_set(admin, world):
    admin.post(f"/settings/users/{world.priya.id}/deactivation", {"heir_id": world.jonas.id, "work_id": 0})
    assert person(world, "dana").owner_id == world.jonas.id
    given = db.session.scalars(select(ChangeSet).where(ChangeSet.about == "user")).one()
    assert (given.title, given.people, given.ongoing) == ("Deactivated Priya Raman", 1, False)


def test_nobody_deactivates_themselves_or_gives_to_somebody_who_is_not_there(admin, world):
    assert (
        admin.post(f"/settings/users/{world.mona.id}/deactivation", {"heir_id": 0, "work_id": 0}).status_code
        == 409
    )
    for heir in (world.priya.id, 999, "x"):
        answer = admin.post(f"/settings/users/{world.priya.id}/deactivation", {"heir_id": heir, "work_id": 0})
        assert answer.status_code == 422
    assert db.session.get(User, world.priya.id).deactivated_at is None


def test_a_deactivated_user_can_be_let_in_again(admin, world):
    admin.post(f"/settings/users/{world.priya.id}/deactivation", {"heir_id": 0, "work_id": 0})
    admin.post(f"/settings/users/{world.priya.id}/reactivation")
    assert db.session.get(User, world.priya.id).deactivated_at is None


def test_an_invitation_can_be_sent_again_until_it_is_accepted(admin, world):
    admin.post(f"/settings/users/{world.priya.id}/invitation")
    admin.post(f"/settings/users/{world.mona.id}/invitation")
    assert [m.to_address for m in db.session.scalars(select(SystemMail))] == ["priya@example.com"]


def test_an_administrator_can_sign_somebody_out_everywhere(admin, adviser, world):
    admin.post(f"/settings/users/{world.priya.id}/sessions/end")
    assert adviser.get("/sign-in").status_code == 200
    assert admin.get("/settings/users").status_code == 200


@pytest.mark.parametrize("path", ["/settings/users/999", f"/settings/users/{2**63}", "/settings/users/0"])
def test_nobody_is_a_404(admin, path):
    assert admin.get(path).status_code == 404
    assert admin.post(path).status_code in (404, 405)
