"""The first run in the browser."""

import threading

import pytest

from webapp.db import db
from webapp.operations.first_run import setup_token
from webapp.users.own_company import own_company
from webapp.users.passwords import ADVICE
from webapp.users.permission import Permission
from webapp.users.user import user_with_email

PASSWORD = "seven boats in a bottle"


@pytest.fixture
def empty(app):
    """A browser at a Muster that nobody has set up."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def answers(app):
    """What somebody types who sees the console."""
    return {
        "token": setup_token(app.secret_key),
        "company": "Harbour & Keller",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "office": "Bremen",
        "name": "Mona Keller",
        "email": "mona@example.com",
        "password": PASSWORD,
    }


@pytest.mark.parametrize("path", ["/", "/people", "/sign-in", "/settings", "/nothing"])
def test_everything_leads_to_setup_until_there_is_a_company(empty, path):
    assert empty.get(path).location == "/setup"


def test_setup_makes_company_office_and_administrator_and_signs_in(empty, answers):
    assert empty.post("/setup", data=answers).location == "/welcome"
    mona = user_with_email("mona@example.com")
    assert mona.as_viewer().permissions == frozenset(Permission)
    assert (own_company().name, own_company().time_zone) == ("Harbour & Keller", "Europe/Berlin")
    assert b"Harbour &amp; Keller is ready" in empty.get("/welcome").data


def test_after_setup_there_is_no_setup(empty, answers):
    empty.post("/setup", data=answers)
    assert empty.get("/setup").status_code == 404
    assert empty.post("/setup", data=answers | {"email": "other@example.com"}).status_code == 404
    assert user_with_email("other@example.com") is None


@pytest.mark.parametrize("token", ["", "wrong", "aaaa-aaaa-aaaa-aaaa-aaaa", "ä"])
def test_only_the_token_of_the_console_opens_setup(empty, answers, token):
    answer = empty.post("/setup", data=answers | {"token": token})
    assert answer.status_code == 422
    assert own_company() is None


def test_the_token_may_be_typed_without_its_dashes(empty, answers):
    answers["token"] = answers["token"].replace("-", " ").upper()
    assert empty.post("/setup", data=answers).status_code == 303


def test_a_mistake_keeps_what_was_typed_but_the_password(empty, answers):
    answer = empty.post("/setup", data=answers | {"email": "mona", "time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert b"Harbour &amp; Keller" in answer.data
    assert b'value="mona"' in answer.data
    assert PASSWORD.encode() not in answer.data
    assert own_company() is None


def test_a_short_password_is_told_once_what_it_needs(empty, answers):
    assert empty.get("/setup").text.count(ADVICE) == 1
    assert empty.post("/setup", data=answers | {"password": "short"}).text.count(ADVICE) == 1


def test_a_link_of_the_console_brings_its_token(empty, answers):
    assert answers["token"].encode() in empty.get("/setup", query_string={"token": answers["token"]}).data


def test_a_token_belongs_to_one_secret():
    assert setup_token("a" * 40) == setup_token("a" * 40) != setup_token("b" * 40)


def test_a_password_is_never_stored_as_typed(empty, answers):
    empty.post("/setup", data=answers)
    stored = user_with_email("mona@example.com").password_hash
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored
    db.session.rollback()


def test_of_two_who_set_muster_up_at_once_one_is_first(app, empty, answers):
    statuses, at_once = [], threading.Barrier(2)

    def set_up(email):
        browser = app.test_client()
        at_once.wait()
        statuses.append(browser.post("/setup", data=answers | {"email": email}).status_code)

    threads = [threading.Thread(target=set_up, args=(f"{name}@example.com",)) for name in ("mona", "eve")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 404]
