"""The pages of access and administration, as a person sees them."""

import pytest

from tests.browser.conftest import assert_sound, follow, sign_in
from tests.world import NOW, PASSWORD, World
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
def stale(page, server, cast: World):
    """The administrator's page, unwatched: the browser's console tells of each 409."""
    sign_in(page, server.url, cast.mona.email)
    return page


@pytest.fixture
def settled(at, cast: World):
    """The administrator's page, with a mail in the outbox."""
    page = at(cast.mona)
    priya = db.session.get(User, cast.priya.id)
    mail_invitation(priya, by=cast.mona, base_url="http://127.0.0.1:5000", now=NOW)
    db.session.commit()
    return page


def test_every_page_is_accessible_in_both_themes_and_fits_both_widths(settled):
    for path in PAGES:
        follow(settled, path)
        assert_sound(settled)


def test_inviting_somebody_who_then_joins(settled, server, cast, browser):
    follow(settled, "/settings/users")
    settled.get_by_role("link", name="Invite a user").click()
    settled.get_by_label("Name").fill("Nils Ek")
    settled.get_by_label("Email").fill("nils@example.com")
    settled.get_by_label("Adviser").check()
    settled.get_by_role("button", name="Send the invitation").click()
    settled.get_by_role("link", name="Nils Ek").wait_for()
    follow(settled, "/settings/outbox")
    settled.get_by_role("link", name="nils@example.com").click()
    link = settled.locator(".letter a").get_attribute("href").removeprefix("http://127.0.0.1:5000")
    guest = browser.new_page()
    guest.goto(server.url + link)
    guest.get_by_label("Your name").fill("Nils Erik Ek")
    guest.get_by_label("Password").fill("seven boats in a bottle")
    guest.get_by_role("button", name="Join").click()
    guest.get_by_role("button", name="Nils Erik Ek, your account").wait_for()
    guest.close()


def test_a_form_from_before_a_new_sign_in_is_sent_again_and_loses_nothing(stale, server):
    stale.goto(f"{server.url}/settings/offices")
    stale.get_by_label("Name").fill("Hamburg")
    sign_in_beside(stale, server)
    stale.get_by_role("button", name="Add office").click()
    stale.get_by_role("heading", name="You signed in anew meanwhile.").wait_for()
    assert_sound(stale)
    stale.get_by_role("button", name="Send it again").click()
    stale.get_by_role("link", name="Hamburg").wait_for()


def test_the_theme_can_be_changed_although_one_signed_in_anew(stale, server):
    stale.goto(f"{server.url}/account")
    sign_in_beside(stale, server)
    stale.get_by_role("button", name="Mona Keller, your account").click()
    stale.get_by_role("button", name="Dark").click()
    stale.get_by_text("What you typed is here: send it once more.").wait_for()
    stale.get_by_role("button", name="Light").click()
    stale.wait_for_function("document.documentElement.dataset.theme == 'light'")
    stale.reload()
    assert stale.locator("html").get_attribute("data-theme") == "light"


def sign_in_beside(page, server):
    """Sign in once more in another tab of the same browser."""
    tab = page.context.new_page()
    tab.goto(f"{server.url}/account")
    tab.get_by_role("button", name="Mona Keller, your account").click()
    tab.get_by_role("button", name="Sign out").click()
    tab.get_by_label("Email").fill("mona@example.com")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url(f"{server.url}/people*")
    tab.close()
