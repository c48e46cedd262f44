"""`/account/second-factor`: setting one up, recovery codes, switching it off; and who must have one."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from tests.authenticator import Phone, given_second_factor
from tests.world import NOW
from webapp import clock
from webapp.activity.models import AuditEntry
from webapp.db import db
from webapp.messaging.models import SystemMail
from webapp.users.recovery_codes import codes_left
from webapp.users.second_factor import require, standing_of, way_of
from webapp.users.session import sessions_of

pytestmark = pytest.mark.usefixtures("nobody_signed_in")

PAGE = "/account/second-factor"
PROOF_GONE = NOW + 600


def form_on(page):
    """The phone that scanned the page's picture, and what its form holds."""
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")
    return Phone(secret), {"setup": unescape(re.search(r'name="setup"[^>]* value="([^"]+)"', page.text)[1])}


def codes_on(page):
    return re.findall(r"<li><code>([a-z2-9-]{19})</code>", page.text)


@pytest.fixture
def required(world):
    """Everybody must have a second factor."""
    require(True)
    db.session.commit()


def test_it_is_set_up_with_a_code_and_shows_ten_recovery_codes(app, admin, world):
    page = admin.get(PAGE)
    assert "<svg" in page.text
    assert ' style="' not in page.text
    phone, form = form_on(page)
    done = admin.post(PAGE, form | {"code": phone.code()})
    assert done.status_code == 200
    assert len(codes_on(done)) == 10
    assert codes_left(world.mona.id) == 10
    assert way_of(world.mona.id, phone.code(off=30), key=app.secret_key, now=NOW + 30)
    assert codes_on(admin.get(PAGE)) == []
    assert "On, 10 recovery codes left" in admin.get("/account").text


@pytest.mark.parametrize("code", ["", "abcdef", "12345", "000 000 0", "x" * 1000])
def test_a_code_that_is_none_leaves_the_same_picture(admin, world, code):
    phone, form = form_on(admin.get(PAGE))
    answer = admin.post(PAGE, form | {"code": code})
    assert answer.status_code == 422
    assert form_on(answer)[0].secret == phone.secret
    assert standing_of(world.mona.id) is None


def test_a_code_of_another_picture_is_none(admin, world):
    phone, _form = form_on(admin.get(PAGE))
    _other, form = form_on(admin.get(PAGE))
    assert admin.post(PAGE, form | {"code": phone.code()}).status_code == 422
    assert standing_of(world.mona.id) is None


@pytest.mark.parametrize("setup", ["", "nonsense", "x" * 5_000])
def test_a_form_that_is_not_ours_begins_afresh(admin, world, setup):
    answer = admin.post(PAGE, {"setup": setup, "code": "123456"})
    assert answer.status_code == 422
    assert "Scan the new picture" in answer.text


def test_the_form_of_somebody_else_or_of_long_ago_begins_afresh(admin, coordinator, world):
    phone, form = form_on(admin.get(PAGE))
    assert coordinator.post(PAGE, form | {"code": phone.code()}).status_code == 422
    assert standing_of(world.jonas.id) is None


def test_setting_it_up_ends_other_sessions_and_is_told_and_noted(app, admin, world):
    world.client(app, world.mona)
    phone, form = form_on(admin.get(PAGE))
    admin.post(PAGE, form | {"code": phone.code()})
    assert len(sessions_of(world.mona.id)) == 1
    assert admin.get("/account").status_code == 200
    assert "a second factor was set up" in db.session.scalars(select(SystemMail.text)).one()
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.what, entry.about, entry.by_id) == ("second factor set up", "", world.mona.id)


def test_another_phone_replaces_the_first_once_its_code_is_right(app, world):
    first = given_second_factor(world.mona.id)
    admin = world.client(app, world.mona)
    phone, form = form_on(admin.get(f"{PAGE}/new"))
    admin.post(PAGE, form | {"code": first.code()})
    assert way_of(world.mona.id, first.code(), key=app.secret_key, now=NOW)
    db.session.commit()
    admin.post(PAGE, form | {"code": phone.code()})
    assert not way_of(world.mona.id, first.code(off=30), key=app.secret_key, now=NOW)
    assert not way_of(world.mona.id, first.recovery_codes[0], key=app.secret_key, now=NOW)


def test_new_recovery_codes_are_shown_once_and_end_the_old(app, admin, world):
    assert admin.post(f"{PAGE}/recovery-codes").status_code == 409
    phone = given_second_factor(world.mona.id)
    done = world.client(app, world.mona).post(f"{PAGE}/recovery-codes")
    assert len(codes_on(done)) == 10
    assert not set(codes_on(done)) & set(phone.recovery_codes)


def test_it_can_be_switched_off_unless_it_is_required(app, world):
    given_second_factor(world.mona.id)
    admin = world.client(app, world.mona)
    require(True)
    db.session.commit()
    assert "cannot be switched off" in admin.get(PAGE).text
    assert admin.post(f"{PAGE}/off").status_code == 409
    require(False)
    db.session.commit()
    assert admin.post(f"{PAGE}/off").location == "/account"
    assert standing_of(world.mona.id) is None
    assert admin.post(f"{PAGE}/off").location == "/account"


@pytest.mark.parametrize("path", ["", "/recovery-codes", "/off"])
def test_each_change_asks_for_the_password_when_it_was_given_long_ago(admin, world, path):
    with clock.frozen(PROOF_GONE):
        answer = admin.post(PAGE + path, {"setup": "kept", "code": "123 456"})
    assert answer.status_code == 401
    assert "Is it you?" in answer.text


def test_nobody_signed_in_gets_there(visitor):
    assert visitor.get(PAGE).location.startswith("/sign-in")
    for path in ("", "/recovery-codes", "/off"):
        assert visitor.post(PAGE + path).status_code == 401


def test_a_viewer_may_have_one_too(read_only, world):
    phone, form = form_on(read_only.get(PAGE))
    assert read_only.post(PAGE, form | {"code": phone.code()}).status_code == 200
    assert standing_of(world.vera.id)


def test_who_must_have_one_can_do_nothing_else_before(adviser, world, required):
    assert adviser.get("/people?q=x").location == f"{PAGE}?next=/people%3Fq%3Dx"
    assert adviser.part("get", "/today").headers["HX-Location"].startswith(PAGE)
    typed = adviser.post("/people", {"last": "Kept"})
    assert typed.status_code == 403
    assert "<dd>Kept</dd>" in typed.text
    assert adviser.part("post", "/people", {"last": "Kept"}).status_code == 403
    assert "First, a second factor." in adviser.get(PAGE).text
    assert adviser.get("/livez").status_code == 200


def test_who_has_set_it_up_goes_on_where_they_were(adviser, world, required):
    page = adviser.get(adviser.get("/trash").location)
    phone, form = form_on(page)
    action = unescape(re.search(r'action="(/account/second-factor[^"]*)"', page.text)[1])
    done = adviser.post(action, form | {"code": phone.code()})
    assert 'href="/trash"' in done.text
    assert adviser.get("/trash").status_code == 200


def test_who_must_have_one_may_still_sign_out(adviser, required):
    assert adviser.post("/sign-out").location == "/sign-in"


def test_who_has_one_goes_on_as_before(app, world, required):
    given_second_factor(world.mona.id)
    assert world.client(app, world.mona).get("/people").status_code == 200
