"""Signing in and out."""

import time

import pytest
from sqlalchemy import select

from tests.world import NOW, PASSWORD
from webapp import clock
from webapp.activity.models import AuditEntry
from webapp.db import db
from webapp.users.session import ABSOLUTE_SECONDS, IDLE_SECONDS, LONG_IDLE_SECONDS, sessions_of
from webapp.users.signing_in import TRIES_OF_BOTH, TRIES_OF_ONE_ACCOUNT
from webapp.users.user import User

pytestmark = pytest.mark.usefixtures("nobody_signed_in")

WRONG = "No account has this email and password."


def try_with(visitor, email="mona@example.com", password=PASSWORD, *, path="/sign-in", **more):
    return visitor.post(path, data={"email": email, "password": password, **more})


def test_the_right_password_opens_muster(visitor):
    assert try_with(visitor).location == "/"
    assert visitor.get("/sign-in").location == "/"


def test_case_and_blanks_around_the_address_do_not_matter(visitor):
    assert try_with(visitor, " MONA@Example.com ").status_code == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("mona@example.com", "not her password"),
        ("nobody@example.com", PASSWORD),
        ("priya@example.com", PASSWORD),  # was invited and has no password yet
        ("mona@example.com", ""),
        ("mona@example.com", "x" * 100_000),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(visitor, email, password):
    answer = try_with(visitor, email, password)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert email in answer.text


def test_a_deactivated_user_cannot_sign_in(visitor, world):
    db.session.get(User, world.mona.id).deactivated_at = NOW
    db.session.commit()
    assert WRONG in try_with(visitor).text


def test_an_unknown_account_takes_as_long_as_a_known_one(visitor):
    def seconds(email):
        began = time.thread_time()
        try_with(visitor, email, "not the password")
        return time.thread_time() - began

    try_with(visitor, "warm@example.com")
    known = min(seconds("mona@example.com") for _ in range(4))
    unknown = min(seconds("nobody@example.com") for _ in range(4))
    assert known / unknown == pytest.approx(1, rel=0.5)


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("/people?q=smith", "/people?q=smith"),
        ("//e.com", "/"),
        ("/\\e.com", "/"),
        ("/%09/e.com", "/"),
        ("https:e.com", "/"),
        ("https://e.com", "/"),
    ],
)
def test_one_goes_on_to_where_one_wanted_but_never_elsewhere(visitor, wanted, there):
    answer = visitor.post(
        "/sign-in", query_string={"next": wanted}, data={"email": "mona@example.com", "password": PASSWORD}
    )
    assert answer.location == there


def test_a_page_that_needs_one_asks_to_sign_in_and_leads_back(visitor):
    assert visitor.get("/welcome?a=1").location == "/sign-in?next=/welcome%3Fa%3D1"


def test_signing_in_begins_a_new_session_and_ends_the_old_one(visitor, world):
    try_with(visitor)
    first = sessions_of(world.mona.id)[0].token_hash
    try_with(visitor)
    assert [session.token_hash for session in sessions_of(world.mona.id)] != [first]
    assert len(sessions_of(world.mona.id)) == 1


def test_a_session_planted_before_is_worth_nothing_after(visitor, world):
    with visitor.session_transaction() as cookie:
        cookie["_user_id"] = "planted"
    try_with(visitor)
    with visitor.session_transaction() as cookie:
        assert cookie["_user_id"] != "planted"


def test_signing_out_ends_the_session_for_whoever_copied_the_cookie(app, visitor, world):
    try_with(visitor)
    copied = app.test_client()
    copied.set_cookie("muster", visitor.get_cookie("muster").value)
    assert copied.get("/welcome").status_code == 200
    assert visitor.post("/sign-out").location == "/sign-in"
    assert copied.get("/welcome").location.startswith("/sign-in")
    assert not sessions_of(world.mona.id)


def test_a_link_cannot_sign_out(visitor):
    try_with(visitor)
    assert visitor.get("/sign-out").status_code == 405


@pytest.mark.parametrize(("stays", "seconds"), [({}, IDLE_SECONDS), ({"remember": "y"}, LONG_IDLE_SECONDS)])
def test_a_session_that_nobody_uses_lapses(visitor, stays, seconds):
    try_with(visitor, **stays)
    with clock.frozen(NOW + seconds):
        assert visitor.get("/welcome").status_code == 200
    with clock.frozen(NOW + 2 * seconds + 1):
        assert visitor.get("/welcome").status_code != 200


def test_even_a_used_session_ends_after_three_months(visitor):
    try_with(visitor, remember="y")
    for at in range(NOW, NOW + ABSOLUTE_SECONDS, LONG_IDLE_SECONDS // 2):
        with clock.frozen(at):
            assert visitor.get("/welcome").status_code == 200
    with clock.frozen(NOW + ABSOLUTE_SECONDS + 1):
        assert visitor.get("/welcome").status_code != 200


def test_guessing_at_an_account_is_stopped(visitor):
    answers = [try_with(visitor, password=f"guess number {n}").status_code for n in range(TRIES_OF_BOTH + 1)]
    assert answers == [422] * TRIES_OF_BOTH + [429]
    assert try_with(visitor).status_code == 429


def test_guesses_at_an_unknown_account_are_stopped_alike(visitor):
    answers = [try_with(visitor, "nobody@example.com").status_code for _ in range(TRIES_OF_BOTH + 1)]
    assert answers == [422] * TRIES_OF_BOTH + [429]


def test_after_a_quarter_of_an_hour_one_may_try_again(visitor):
    for n in range(TRIES_OF_BOTH + 1):
        try_with(visitor, password=f"guess number {n}")
    with clock.frozen(NOW + 15 * 60):
        assert try_with(visitor).status_code == 303


def test_guessing_from_everywhere_is_stopped_but_never_the_owners_own_browser(app, visitor):
    assert try_with(visitor).status_code == 303
    visitor.post("/sign-out")
    for n in range(TRIES_OF_ONE_ACCOUNT + 1):
        guesser = app.test_client()
        guesser.environ_base["REMOTE_ADDR"] = f"10.0.0.{n}"
        answer = try_with(guesser, password="a guess that is wrong")
    assert answer.status_code == 429
    assert try_with(app.test_client()).status_code == 429
    assert try_with(visitor).status_code == 303


def test_an_office_behind_one_address_may_sign_in_all_at_once(app, visitor):
    assert [try_with(app.test_client()).status_code for _ in range(TRIES_OF_BOTH * 2)] == [303] * 20


def test_signing_in_failing_and_leaving_stand_in_the_audit_log(visitor, world):
    try_with(visitor, password="wrong\nand wrong")
    try_with(visitor)
    visitor.post("/sign-out")
    entries = db.session.execute(
        select(AuditEntry.what, AuditEntry.by_id, AuditEntry.address).order_by(AuditEntry.id)
    ).all()
    assert entries == [
        ("sign-in failed", None, "127.0.0.1"),
        ("signed in", world.mona.id, "127.0.0.1"),
        ("signed out", world.mona.id, "127.0.0.1"),
    ]
