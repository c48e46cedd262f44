"""A form left open over a new sign-in, and a form that another site sends."""

import io
import re
from html import unescape

import pytest

from tests.world import PASSWORD
from webapp.db import db
from webapp.users.office import office_named
from webapp.users.session import end_sessions
from webapp.users.user import User

HERE = {"Origin": "http://localhost"}


@pytest.fixture
def stale(admin):
    """The administrator's browser, whose page is from before its present sign-in."""
    admin.token = "a token from before"
    return admin


def test_what_was_typed_is_shown_and_sent_again_with_one_button(stale, world):
    answer = stale.post("/settings/offices", {"name": "Köln & <b>Bonn"}, headers=HERE)
    assert answer.status_code == 409
    assert "You signed in anew" in answer.text
    assert "<dd>Köln &amp; &lt;b&gt;Bonn</dd>" in answer.text
    inputs = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.text))
    again = {name: unescape(value) for name, value in inputs.items()}
    assert re.search(r'<form method="post" action="/settings/offices">', answer.text)
    assert stale.flask_client.post("/settings/offices", data=again).status_code == 303
    assert office_named("Köln & <b>Bonn")


def test_a_part_gets_the_fresh_token_and_keeps_its_form(stale):
    answer = stale.part("post", "/settings/offices", {"name": "Bonn"}, headers=HERE)
    assert answer.status_code == 409
    assert "fresh-token" in answer.headers["HX-Trigger"]
    assert "send it once more" in answer.text
    assert not office_named("Bonn")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Referer": "http://evil.example/localhost"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_gets_no_token_and_shows_nothing(stale, headers):
    answer = stale.post("/settings/offices", {"name": "Bonn"}, headers=headers)
    assert answer.status_code == 403
    assert "csrf_token" not in answer.text
    assert "Bonn" not in answer.text
    assert not office_named("Bonn")


def test_passwords_and_files_are_not_shown_again(stale):
    answer = stale.post("/account/password", {"present": PASSWORD, "password": "another one"}, headers=HERE)
    assert PASSWORD not in answer.text
    assert "another one" not in answer.text
    logo = {"logo": (io.BytesIO(b"x"), "our logo.png")}
    assert "our logo.png" in stale.post("/settings/company/logo", logo, headers=HERE).text


def test_somebody_signed_out_is_told_to_sign_in_beside_it(app, world):
    answer = app.test_client().post("/settings/offices", data={"name": "Bonn"}, headers=HERE)
    assert "You are signed out" in answer.text
    assert "<dd>Bonn</dd>" in answer.text


def test_what_was_typed_survives_the_end_of_the_session(admin, world):
    end_sessions(world.mona.id)
    db.session.commit()
    page = admin.post("/settings/offices", {"name": "Bonn"})
    assert page.status_code == 401
    assert "<dd>Bonn</dd>" in page.text
    part = admin.part("post", "/settings/offices", {"name": "Bonn"})
    assert part.status_code == 401
    assert "What you typed is still here: <a href" in part.text
    assert admin.post("/sign-out").location == "/sign-in"


def test_a_stale_sign_in_form_is_simply_shown_anew(app, world, stale):
    form = {"email": "mona@example.com", "password": PASSWORD}
    first = app.test_client().post("/sign-in?next=/trash", data=form, headers=HERE)
    assert first.location == "/sign-in?next=/trash"
    assert stale.post("/sign-in?next=/trash", form, headers=HERE).location == "/sign-in?next=/trash"
    assert stale.get("/sign-in?next=/trash").location == "/trash"
    code = app.test_client().post("/sign-in/code?next=/trash", data={"code": "123456"}, headers=HERE)
    assert code.location == "/sign-in/code?next=/trash"


def test_sending_again_never_leads_elsewhere(stale):
    answer = stale.post("//evil.example/x", {"name": "Bonn"}, headers=HERE)
    assert "evil.example" not in re.findall(r'action="([^"]*)"', answer.text)


def test_a_password_typed_into_a_stale_form_changed_nothing(stale, world):
    before = db.session.get(User, world.mona.id).password_hash
    stale.post(
        "/account/password", {"present": PASSWORD, "password": "seven boats in a bottle"}, headers=HERE
    )
    assert db.session.get(User, world.mona.id, populate_existing=True).password_hash == before
