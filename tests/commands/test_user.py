import pytest
from sqlalchemy import select

from tests.authenticator import given_second_factor
from webapp.db import db
from webapp.messaging.models import SystemMail
from webapp.users.office import open_offices
from webapp.users.own_company import own_company
from webapp.users.passwords import matches
from webapp.users.second_factor import standing_of
from webapp.users.user import user_with_email


def test_the_first_user_of_an_empty_instance_makes_company_and_office(run):
    done = run(
        "user", "add", "ada@example.com", "--name", "Ada", "--company", "Ada & Co", "--office", "Rome",
        "--password-stdin", input="four words in a row\n",
    )  # fmt: skip
    assert done.exit_code == 0
    ada = user_with_email("ada@example.com")
    assert [role.name for role in ada.roles] == ["Administrator"]
    assert matches(ada.password_hash, "four words in a row")
    assert own_company().name == "Ada & Co"
    assert [office.name for office in open_offices()] == ["Rome"]


def test_a_later_user_needs_a_role_and_with_several_offices_one_of_them(world, run):
    assert "--role" in run("user", "add", "bo@example.com", "--name", "Bo").output
    assert "Boston, Lisbon" in run("user", "add", "bo@example.com", "--name", "Bo", "--role", "viewer").output
    done = run(
        "user", "add", "bo@example.com", "--name", "Bo", "--office", "lisbon",
        "--role", "viewer", "--role", "Adviser",
    )  # fmt: skip
    assert done.exit_code == 0
    bo = user_with_email("bo@example.com")
    assert {role.name for role in bo.roles} == {"Adviser", "Viewer"}
    assert bo.office_id == world.lisbon


def test_without_a_password_there_is_an_invitation(world, run):
    done = run("user", "add", "bo@example.com", "--name", "Bo", "--office", "Boston", "--role", "Viewer")
    link = done.output.split("Invitation: ")[1].strip()
    assert link.startswith("http://127.0.0.1:5000/invitations/")
    assert user_with_email("bo@example.com").password_hash is None


@pytest.mark.parametrize(
    ("email", "password", "says"),
    [
        ("mona@example.com", "four words in a row", "is a user already"),
        ("mona@", "four words in a row", "no e-mail address"),
        ("bo@example.com", "short", "at least 10 characters"),
        ("bo@example.com", "", "at least 10 characters"),
        ("bo@example.com", "password123", "among the most common"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_adds_nobody(world, run, email, password, says):
    done = run(
        "user", "add", email, "--name", "Bo", "--office", "Boston", "--role", "Viewer", "--password-stdin",
        input=password + "\n",
    )  # fmt: skip
    assert done.exit_code == 2
    assert says in done.output
    assert user_with_email("bo@example.com") is None


def test_a_lost_password_is_set_on_the_server_and_ends_every_session(world, run, admin):
    done = run("user", "password", "mona@example.com", "--password-stdin", input="five words in a row\n")
    assert done.output == "Mona Keller has a new password.\n"
    assert matches(user_with_email("mona@example.com").password_hash, "five words in a row")
    assert admin.get("/account").location.startswith("/sign-in")


def test_or_a_link_is_printed_to_choose_one(anybody, run):
    link = run("user", "password", "mona@example.com").output.strip()
    assert link.startswith("http://127.0.0.1:5000/password/")
    assert anybody.get(link.removeprefix("http://127.0.0.1:5000")).status_code == 200


def test_only_somebody_active_gets_a_password(world, run):
    assert "no active user" in run("user", "password", "nobody@example.com").output


def test_a_lost_second_factor_is_switched_off_on_the_server(world, run):
    assert "has no second factor" in run("user", "second-factor", "mona@example.com").output
    given_second_factor(world.mona.id)
    said = run("user", "second-factor", "mona@example.com").output
    assert said == "Mona Keller has a second factor and 10 recovery codes.\n"
    assert "password alone" in run("user", "second-factor", "mona@example.com", "--off").output
    assert standing_of(world.mona.id) is None
    assert db.session.scalars(select(SystemMail.to_address)).all() == ["mona@example.com"]
    assert run("user", "second-factor", "nobody@example.com").exit_code == 2
