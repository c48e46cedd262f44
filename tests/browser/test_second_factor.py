"""Setting a second factor up and signing in with it, as a person does."""

import re

from playwright.sync_api import expect

from tests.authenticator import Phone
from tests.browser.conftest import assert_sound
from tests.world import PASSWORD


def test_a_second_factor_from_the_picture_to_a_recovery_code(watched, at, server, cast):
    at(cast.mona, "/account")
    watched.get_by_role("link", name="Set up a second factor").click()
    expect(watched.get_by_role("img", name="QR code")).to_be_visible()
    assert_sound(watched)
    phone = Phone(re.sub(r"\s", "", watched.locator(".secret").inner_text()))
    assert phone.secret in watched.get_by_role("link", name="open it in the app").get_attribute("href")
    watched.get_by_label("Code that the app shows now").fill(phone.code())
    watched.get_by_role("button", name="Set it up").click()
    expect(watched.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert_sound(watched)
    codes = watched.get_by_role("list", name="Recovery codes").get_by_role("listitem").all_inner_texts()
    assert len(codes) == 10
    watched.get_by_role("link", name="I have kept them").click()
    expect(watched.get_by_text("10 are left")).to_be_visible()
    assert_sound(watched)

    sign_out(watched)
    give_password(watched, f"{server.url}/sign-in?next=/trash")
    expect(watched.get_by_label("Code")).to_be_focused()
    assert_sound(watched)
    watched.get_by_label("Code").fill(phone.code())  # was used when it was set up
    watched.get_by_role("button", name="Sign in").click()
    expect(watched.get_by_text("This code does not work.")).to_be_visible()
    watched.get_by_label("Code").fill(phone.code(off=30))
    watched.get_by_role("button", name="Sign in").click()
    watched.wait_for_url(f"{server.url}/trash")

    sign_out(watched)
    give_password(watched, f"{server.url}/sign-in")
    watched.get_by_role("link", name="Use a recovery code instead").click()
    watched.get_by_label("Code").fill(codes[3].upper())
    watched.get_by_role("button", name="Sign in").click()
    expect(watched.get_by_text("You have 9 recovery codes left.")).to_be_visible()


def sign_out(page):
    page.get_by_role("button", name="Mona Keller, your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Good to see you.")).to_be_visible()


def give_password(page, address):
    page.goto(address)
    page.get_by_label("Email").fill("mona@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
