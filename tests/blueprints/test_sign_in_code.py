"""The second page of signing in."""

import pytest
from sqlalchemy import select

from tests.at_once import at_once
from tests.authenticator import given_second_factor
from tests.world import NOW, PASSWORD
from webapp import clock
from webapp.activity.models import AuditEntry
from webapp.db import db
from webapp.messaging.models import SystemMail
from webapp.users.administering import deactivate
from webapp.users.credentials import set_password
from webapp.users.link import make_link
from webapp.users.passwords import hash_password
from webapp.users.recovery_codes import codes_left
from webapp.users.second_factor import switch_off
from webapp.users.session import sessions_of
from webapp.users.signing_in import TRIES_OF_BOTH, TRIES_OF_ONE_ACCOUNT, Tries
from webapp.users.user import User

pytestmark = pytest.mark.usefixtures("nobody_signed_in")

CODE = "/sign-in/code"


@pytest.fixture
def phone(world):
    return given_second_factor(world.mona.id)


def give_password(visitor, path="/sign-in", **more):
    return visitor.post(path, data={"email": "mona@example.com", "password": PASSWORD, **more})


def give_code(visitor, code, path=CODE):
    return visitor.post(path, data={"code": code})


def test_the_password_alone_opens_nothing(visitor, phone, world):
    assert give_password(visitor).location == CODE
    assert sessions_of(world.mona.id) == []
    assert visitor.get("/people").location.startswith("/sign-in?next=")
    assert visitor.get("/sign-in").status_code == 200


def test_with_the_code_one_is_in_and_where_one_wanted(visitor, phone, world):
    there = give_password(visitor, "/sign-in?next=/trash", remember="y").location
    assert there == "/sign-in/code?next=/trash"
    assert 'autocomplete="one-time-code"' in visitor.get(there).text
    assert give_code(visitor, phone.code(), there).location == "/trash"
    (session,) = sessions_of(world.mona.id)
    assert session.stays
    assert visitor.get("/trash").status_code == 200


def test_one_is_never_sent_elsewhere(visitor, phone):
    give_password(visitor)
    assert give_code(visitor, phone.code(), f"{CODE}?next=//e.com").location == "/"


@pytest.mark.parametrize("off", [-30, 30])
def test_a_clock_that_is_half_a_minute_off_does_not_matter(visitor, phone, off):
    give_password(visitor)
    assert give_code(visitor, phone.code(off=off)).status_code == 303


@pytest.mark.parametrize("typed", ["", "abcdef", "12 34", "x" * 5_000, "١٢٣٤٥٦", "' OR 1=1"])
def test_what_is_no_code_is_refused_with_a_sentence(visitor, phone, typed):
    give_password(visitor)
    answer = give_code(visitor, typed)
    assert answer.status_code == 422
    assert "ode" in answer.text
    assert visitor.get(CODE).status_code == 200


def test_a_code_that_was_used_is_refused(app, visitor, phone):
    give_password(visitor)
    code = phone.code()
    assert give_code(visitor, code).status_code == 303
    other = app.test_client()
    give_password(other)
    assert "Each works once" in give_code(other, code).text


def test_of_twenty_who_send_the_same_at_once_one_gets_in(app, visitor, phone, world):
    give_password(visitor)
    cookie, code = visitor.get_cookie("muster").value, phone.code()

    def send():
        client = app.test_client()
        client.set_cookie("muster", cookie)
        return give_code(client, code).location

    assert at_once(20, send).count("/") == 1
    assert len(sessions_of(world.mona.id)) == 1


def test_a_recovery_code_opens_once_and_its_owner_hears_of_it(app, visitor, phone, world):
    code = phone.recovery_codes[0]
    give_password(visitor)
    assert "recovery" in visitor.get(f"{CODE}?recovery=").text
    assert give_code(visitor, code.upper()).location == "/"
    assert "9 recovery codes left" in visitor.get("/account").text
    assert codes_left(world.mona.id) == 9
    assert "with a recovery code; 9 of them are left" in db.session.scalars(select(SystemMail.text)).one()
    other = app.test_client()
    give_password(other)
    assert give_code(other, code).status_code == 422


def test_what_was_half_signed_in_is_worth_nothing_after(app, visitor, phone):
    give_password(visitor)
    half = visitor.get_cookie("muster").value
    give_code(visitor, phone.code())
    replayed = app.test_client()
    replayed.set_cookie("muster", half)
    assert replayed.get(CODE).location == "/sign-in"
    assert give_code(replayed, phone.code(off=30)).location == "/sign-in"
    assert replayed.get("/people").location.startswith("/sign-in")


@pytest.mark.parametrize("change", ["password", "deactivated", "switched off", "too late"])
def test_half_a_sign_in_ends_with_what_it_stood_on(app, visitor, phone, world, change):
    give_password(visitor)
    if change == "password":
        set_password(world.mona.id, hash_password("an entirely new phrase"))
    elif change == "deactivated":
        db.session.get(User, world.jonas.id).password_hash = "x"
        db.session.get(User, world.jonas.id).give_roles(db.session.get(User, world.mona.id).roles)
        deactivate(db.session.get(User, world.mona.id), now=NOW)
    elif change == "switched off":
        switch_off(world.mona.id)
    db.session.commit()
    with clock.frozen(NOW + 600 if change == "too late" else NOW):
        assert give_code(visitor, phone.code()).location == "/sign-in"
    assert sessions_of(world.mona.id) == []


def test_nobody_without_a_password_given_gets_to_the_page(visitor, phone):
    assert visitor.get(f"{CODE}?next=/trash").location == "/sign-in?next=/trash"
    assert give_code(visitor, phone.code()).location == "/sign-in"
    assert visitor.put(CODE).status_code == 405


def test_guessing_codes_is_stopped(visitor, phone):
    give_password(visitor)
    wrong = phone.wrong_code()
    answers = [give_code(visitor, wrong).status_code for _ in range(TRIES_OF_BOTH + 1)]
    assert answers == [422] * TRIES_OF_BOTH + [429]
    assert give_code(visitor, phone.code()).status_code == 429


def test_codes_that_were_right_do_not_count_as_tries(visitor, phone):
    for code in phone.recovery_codes[:3]:
        give_password(visitor)
        assert give_code(visitor, code).status_code == 303
        visitor.post("/sign-out")
    give_password(visitor)
    wrong = phone.wrong_code()
    assert [give_code(visitor, wrong).status_code for _ in range(TRIES_OF_BOTH)] == [422] * TRIES_OF_BOTH


def test_guessing_codes_from_everywhere_never_locks_the_owners_browser_out(app, visitor, phone):
    give_password(visitor)
    give_code(visitor, phone.code())
    visitor.post("/sign-out")
    for n in range(TRIES_OF_ONE_ACCOUNT):
        Tries("mona@example.com", f"10.0.0.{n}", what="code").count(NOW)
    guesser = app.test_client()
    give_password(guesser)
    assert give_code(guesser, phone.code(off=30)).status_code == 429
    give_password(visitor)
    assert give_code(visitor, phone.code(off=30)).status_code == 303


def test_a_new_password_by_mail_asks_for_the_code_too(visitor, phone, world):
    token = make_link(world.mona.id, "reset", now=NOW)
    db.session.commit()
    answer = visitor.post(f"/password/{token}", data={"password": "an entirely new phrase"})
    assert answer.location == CODE
    assert sessions_of(world.mona.id) == []
    assert give_code(visitor, phone.code()).location == "/"


def test_signing_in_as_another_ends_what_the_browser_had(visitor, phone, world):
    db.session.get(User, world.jonas.id).password_hash = hash_password(PASSWORD)
    db.session.commit()
    visitor.post("/sign-in", data={"email": "jonas@example.com", "password": PASSWORD})
    give_password(visitor)
    assert sessions_of(world.jonas.id) == []
    assert visitor.get("/people").status_code == 303


def test_refused_codes_and_ways_in_stand_in_the_audit_log(visitor, phone, world):
    give_password(visitor)
    give_code(visitor, phone.wrong_code())
    give_code(visitor, phone.code())
    entries = db.session.execute(select(AuditEntry.what, AuditEntry.about, AuditEntry.by_id)).all()
    assert entries == [
        ("code refused", "mona@example.com", world.mona.id),
        ("signed in", "A browser, with a code", world.mona.id),
    ]
