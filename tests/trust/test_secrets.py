"""Cookies have their flags, logs no tokens, and nobody waits for a lock while a password is hashed."""

import sqlite3
import threading
import time

import pytest
import structlog

from tests.schema import app_on
from tests.world import NOW, PASSWORD, make_world
from webapp import clock
from webapp.db import db
from webapp.users.administering import NobodyInCharge, change_user
from webapp.users.credentials import set_password
from webapp.users.link import make_link
from webapp.users.role import role_named
from webapp.users.user import User


def sign_in(client, password=PASSWORD, **options):
    return client.post("/sign-in", data={"email": "mona@example.com", "password": password}, **options)


@pytest.fixture
def behind_tls(database_url, tmp_path):
    """A browser at a Muster that people reach by https."""
    with (
        clock.frozen(NOW),
        app_on(database_url, tmp_path / "tls", MUSTER_BASE_URL="https://muster.example.com") as app,
    ):
        app.config["WTF_CSRF_ENABLED"] = False
        make_world()
        db.session.commit()
        yield app.test_client()


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(app, anybody):
    app.config["WTF_CSRF_ENABLED"] = False
    for cookie in sign_in(anybody).headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=" in cookie
        assert "Path=/" in cookie
        assert "Domain=" not in cookie


def test_with_https_cookies_go_over_https_only_and_so_does_the_browser(behind_tls):
    answer = sign_in(behind_tls, base_url="https://muster.example.com")
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert cookie.startswith("__Host-muster")
        assert "Secure" in cookie
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_a_cookie_that_was_touched_signs_nobody_in(app, anybody):
    app.config["WTF_CSRF_ENABLED"] = False
    sign_in(anybody)
    value = anybody.get_cookie("muster").value
    anybody.set_cookie("muster", value[:-2] + ("aa" if value[-2:] != "aa" else "bb"))
    assert anybody.get("/account").location.startswith("/sign-in")


def test_the_cookie_holds_no_id_that_could_be_counted_up(app, anybody):
    app.config["WTF_CSRF_ENABLED"] = False
    sign_in(anybody)
    with anybody.session_transaction() as cookie:
        assert len(cookie["_user_id"]) > 40


@pytest.mark.parametrize("purpose", ["reset", "invitation", "new_email"])
def test_the_token_of_a_link_is_not_logged(anybody, world, purpose):
    token = make_link(world.mona.id, purpose, now=NOW)
    db.session.commit()
    path = {"reset": "password", "invitation": "invitations", "new_email": "new-email"}[purpose]
    with structlog.testing.capture_logs() as lines:
        assert anybody.get(f"/{path}/{token}").status_code == 200
    assert [line["path"] for line in lines] == [f"/{path}/<token>"]
    assert token not in str(lines)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_wrong_password_is_answered_while_somebody_else_holds_the_write_lock(app, anybody, tmp_path):
    app.config["WTF_CSRF_ENABLED"] = False
    busy = sqlite3.connect(tmp_path / "muster.sqlite", isolation_level=None)
    busy.execute("BEGIN IMMEDIATE")
    try:
        began = time.monotonic()
        assert sign_in(anybody, "not the password").status_code == 422
        assert time.monotonic() - began < 3  # the session would have waited for five
    finally:
        busy.close()


def test_of_two_administrators_who_demote_each_other_at_once_one_is_refused(app, world):
    change_roles(world.jonas.id, "Administrator")
    set_password(world.jonas.id, "$argon2id$")
    db.session.commit()
    refused, at_once = [], threading.Barrier(2)

    def demote(user_id):
        with app.app_context():
            at_once.wait()
            try:
                change_roles(user_id, "Viewer")
                db.session.commit()
            except NobodyInCharge:
                db.session.rollback()
                refused.append(user_id)

    threads = [threading.Thread(target=demote, args=(i,)) for i in (world.mona.id, world.jonas.id)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1


def change_roles(user_id, role):
    user = db.session.get(User, user_id)
    change_user(user, email=user.email, name=user.name, office_id=user.office_id, roles=[role_named(role)])
