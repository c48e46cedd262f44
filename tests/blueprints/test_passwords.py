"""A forgotten password."""

import re

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp import clock
from webapp.db import db
from webapp.messaging.models import SystemMail
from webapp.users.link import make_link
from webapp.users.session import sessions_of
from webapp.users.user import User

NEW = "an entirely new phrase"


@pytest.fixture
def link(world):
    """The path of Mona's reset link."""
    token = make_link(world.mona.id, "reset", now=NOW)
    db.session.commit()
    return f"/password/{token}"


def mails():
    return db.session.scalars(select(SystemMail).order_by(SystemMail.id)).all()


def test_the_link_in_the_mail_leads_to_the_configured_address_not_to_the_one_asked(visitor):
    visitor.post("/password", data={"email": "mona@example.com"}, headers={"Host": "evil.example"})
    (mail,) = mails()
    assert mail.to_address == "mona@example.com"
    path = re.search(r"http://127\.0\.0\.1:5000(/password/\S+)", mail.text)[1]
    assert "evil" not in mail.text + mail.html
    assert visitor.get(path).status_code == 200


def test_the_answer_does_not_tell_whether_there_is_an_account(visitor):
    known = visitor.post("/password", data={"email": "mona@example.com"})
    unknown = visitor.post("/password", data={"email": "nobody@example.com"})
    assert known.text == unknown.text
    assert known.status_code == unknown.status_code == 200
    assert [mail.to_address for mail in mails()] == ["mona@example.com"]


def test_an_account_gets_three_links_an_hour_and_no_more(visitor):
    for _ in range(5):
        assert visitor.post("/password", data={"email": "mona@example.com"}).status_code == 200
    assert len(mails()) == 3


def test_one_address_cannot_ask_without_end(visitor):
    answers = [visitor.post("/password", data={"email": f"a{n}@example.com"}).status_code for n in range(31)]
    assert answers == [200] * 30 + [429]


def test_a_deactivated_user_gets_no_link(visitor, world):
    db.session.get(User, world.mona.id).deactivated_at = NOW
    db.session.commit()
    visitor.post("/password", data={"email": "mona@example.com"})
    assert mails() == []


def test_a_new_password_signs_in_here_and_out_everywhere_else(visitor, world, admin, link):
    assert admin.get("/welcome").status_code == 200
    assert visitor.post(link, data={"password": NEW}).location == "/"
    assert visitor.get("/welcome").status_code == 200
    assert admin.get("/welcome").status_code == 303
    assert len(sessions_of(world.mona.id)) == 1
    assert [mail.message for mail in mails()] == ["password_changed"]


def test_a_link_works_once(visitor, link):
    visitor.post(link, data={"password": NEW})
    assert visitor.get(link).status_code == 404
    assert visitor.post(link, data={"password": NEW + "!"}).status_code == 404


def test_a_link_works_for_an_hour(visitor, link):
    with clock.frozen(NOW + 3600):
        assert visitor.get(link).status_code == 404
        assert visitor.post(link, data={"password": NEW}).status_code == 404


def test_opening_a_link_uses_nothing_up(visitor, link):
    for _ in range(2):
        assert visitor.get(link).status_code == 200
    assert visitor.post(link, data={"password": NEW}).status_code == 303


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "at least 10"),
        ("short", "at least 10"),
        ("password123", "common"),
        ("a" * 12, "different"),
        ("x1" * 600, "at most"),
    ],
)
def test_a_weak_password_is_refused_in_words_and_the_link_still_works(visitor, link, password, why):
    answer = visitor.post(link, data={"password": password})
    assert answer.status_code == 422
    assert why in answer.text
    assert visitor.post(link, data={"password": NEW}).status_code == 303


def test_an_invitation_opens_no_reset(visitor, world):
    token = make_link(world.mona.id, "invitation", now=NOW)
    db.session.commit()
    assert visitor.get(f"/password/{token}").status_code == 404
