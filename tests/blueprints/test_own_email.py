"""Signing in with another address from now on."""

import re

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp import clock
from webapp.activity.models import AuditEntry
from webapp.db import db
from webapp.messaging.models import SystemMail
from webapp.users.credentials import set_password
from webapp.users.link import make_link
from webapp.users.user import User

PATH = "/account/email"
GONE = "This link works no more"


def mails():
    return db.session.scalars(select(SystemMail).order_by(SystemMail.id)).all()


def email_of(viewer):
    return db.session.get(User, viewer.id, populate_existing=True).email


@pytest.fixture
def link(adviser):
    """The path that was mailed to Priya's new address."""
    assert adviser.post(PATH, {"email": "priya@new.example.com"}).location == "/account"
    (mail,) = mails()
    assert mail.to_address == "priya@new.example.com"
    return re.search(r"http://127.0.0.1:5000(/new-email/\S+)", mail.text)[1]


def test_opening_the_link_changes_nothing_and_its_form_does(visitor, world, link):
    assert "priya@new.example.com" in visitor.get(link).text
    assert email_of(world.priya) == "priya@example.com"
    assert visitor.post(link).location == "/account"
    assert email_of(world.priya) == "priya@new.example.com"
    assert GONE in visitor.post(link).text
    assert visitor.get(link).status_code == 404


def test_the_old_address_is_told(visitor, world, link):
    visitor.post(link)
    told = mails()[-1]
    assert told.to_address == "priya@example.com"
    assert "priya@new.example.com" in told.text


def test_it_stands_in_the_audit_log(visitor, world, link):
    visitor.post(link)
    lines = db.session.execute(select(AuditEntry.what, AuditEntry.about, AuditEntry.by_id)).all()
    assert lines == [
        ("new email asked for", "priya@new.example.com", world.priya.id),
        ("email changed", "priya@example.com → priya@new.example.com", world.priya.id),
    ]


def test_links_that_went_to_the_old_address_die_with_it(visitor, world, link):
    reset = make_link(world.priya.id, "reset", now=NOW)
    db.session.commit()
    visitor.post(link)
    assert visitor.get(f"/password/{reset}").status_code == 404


def test_a_link_ends_after_a_day_with_a_newer_one_and_with_a_new_password(adviser, visitor, world, link):
    with clock.frozen(NOW + 24 * 3600):
        assert GONE in visitor.get(link).text
    adviser.post(PATH, {"email": "priya@newer.example.com"})
    assert GONE in visitor.post(link).text
    newer = re.search(r"/new-email/\S+", mails()[-1].text)[0]
    set_password(world.priya.id, "$argon2id$")
    db.session.commit()
    assert GONE in visitor.post(newer).text
    assert email_of(world.priya) == "priya@example.com"


@pytest.mark.parametrize(
    ("email", "words"),
    [("", "Give an email"), ("priya", "no e-mail address"), ("MONA@example.com", "has this address already")],
)
def test_an_address_that_cannot_be_had_is_refused(adviser, email, words):
    answer = adviser.post(PATH, {"email": email})
    assert answer.status_code == 422
    assert words in answer.text
    assert not mails()


def test_an_address_that_somebody_took_meanwhile_stays_theirs(visitor, world, link):
    jonas = db.session.get(User, world.jonas.id)
    jonas.email = jonas.email_norm = "priya@new.example.com"
    db.session.commit()
    answer = visitor.post(link)
    assert answer.status_code == 422
    assert "has this address already" in answer.text
    assert email_of(world.priya) == "priya@example.com"


def test_without_a_mail_server_one_is_told_where_the_link_is(adviser):
    adviser.post(PATH, {"email": "priya@new.example.com"})
    assert "waits in the outbox" in adviser.get("/account").text


def test_nobody_sends_mails_without_end(adviser):
    answers = [adviser.post(PATH, {"email": f"priya{n}@example.com"}).status_code for n in range(6)]
    assert answers == [303] * 5 + [429]


def test_a_link_of_another_kind_opens_nothing_here(visitor, world):
    reset = make_link(world.priya.id, "reset", now=NOW)
    db.session.commit()
    assert visitor.post(f"/new-email/{reset}").status_code == 404
    assert email_of(world.priya) == "priya@example.com"


def test_somebody_who_is_not_signed_in_asks_for_none(visitor):
    assert visitor.get(PATH).location.startswith("/sign-in")
    assert visitor.post(PATH, data={"email": "x@example.com"}).status_code == 401
