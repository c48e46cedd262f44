"""The pages of access and administration, as a person sees them."""

import pytest

from tests.browser.conftest import assert_sound
from tests.world import NOW, World
from webapp.db import db
from webapp.messaging.account_mail import mail_invitation
from webapp.users.user import User

PAGES = [
    "/settings",
    "/settings/company",
    "/settings/users",
    "/settings/users/new",
    "/settings/users/3",
    "/settings/users/3/deactivation",
    "/settings/offices",
    "/settings/roles",
    "/settings/roles/1",
    "/settings/audit",
    "/settings/outbox",
    "/settings/outbox/1",
    "/settings/system",
    "/account",
    "/account/password",
]


@pytest.fixture
def settled(at, cast: World):
    """The administrator's page, with a mail in the outbox."""
    page = at(cast.mona)
    priya = db.session.get(User, cast.priya.id)
    mail_invitation(priya, by=cast.mona, base_url="http://127.0.0.1:5000", now=NOW)
    db.session.commit()
    return page


def test_every_page_is_accessible_in_both_themes_and_fits_both_widths(settled, server):
    for path in PAGES:
        settled.goto(server.url + path)
        assert_sound(settled)


def test_inviting_somebody_who_then_joins(settled, server, cast, browser):
    settled.goto(f"{server.url}/settings/users")
    settled.get_by_role("link", name="Invite a user").click()
    settled.get_by_label("Name").fill("Nils Ek")
    settled.get_by_label("Email").fill("nils@example.com")
    settled.get_by_label("Adviser").check()
    settled.get_by_role("button", name="Send the invitation").click()
    settled.get_by_role("link", name="Nils Ek").wait_for()
    settled.goto(f"{server.url}/settings/outbox")
    settled.get_by_role("link", name="nils@example.com").click()
    link = settled.locator(".letter a").get_attribute("href").removeprefix("http://127.0.0.1:5000")
    guest = browser.new_page()
    guest.goto(server.url + link)
    guest.get_by_label("Your name").fill("Nils Erik Ek")
    guest.get_by_label("Password").fill("seven boats in a bottle")
    guest.get_by_role("button", name="Join").click()
    guest.get_by_role("button", name="Nils Erik Ek, your account").wait_for()
    guest.close()
