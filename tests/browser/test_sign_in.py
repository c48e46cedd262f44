"""The pages before one is in, as a person sees them."""

from playwright.sync_api import expect

from tests.browser.conftest import assert_sound, watching
from tests.world import PASSWORD
from webapp.operations.first_run import setup_token


def test_setting_muster_up(watched, empty_server):
    watched.goto(f"{empty_server.url}/setup?token={setup_token(empty_server.app.secret_key)}")
    assert_sound(watched)
    watched.get_by_label("Name of your company").fill("Harbour & Keller")
    watched.get_by_label("Country").select_option("Germany")
    watched.get_by_label("Time zone").select_option("Europe/Berlin")
    watched.get_by_label("First office").fill("Bremen")
    watched.get_by_label("Your name").fill("Mona Keller")
    watched.get_by_label("Email").fill("mona@example.com")
    watched.get_by_label("Password").fill("seven boats in a bottle")
    watched.get_by_role("button", name="Start Muster").click()
    watched.wait_for_url(f"{empty_server.url}/welcome")
    assert watched.get_by_role("heading").first.inner_text() == "Harbour & Keller is ready."
    assert_sound(watched)


def test_the_set_up_begins_with_where_the_browser_is(new_context, empty_server):
    page = new_context(timezone_id="Europe/Lisbon", locale="pt-PT").new_page()
    with watching(page, empty_server.url):
        page.goto(f"{empty_server.url}/setup")
        expect(page.get_by_label("Time zone")).to_have_value("Europe/Lisbon")
        expect(page.get_by_label("Country")).to_have_value("PT")


def test_signing_in_and_out(watched, server):
    watched.goto(f"{server.url}/sign-in?next=/welcome")
    assert_sound(watched)
    watched.get_by_label("Email").fill("mona@example.com")
    watched.get_by_label("Password").fill(PASSWORD)
    watched.get_by_role("button", name="Sign in").click()
    watched.wait_for_url(f"{server.url}/welcome")
    watched.get_by_role("button", name="Mona Keller, your account").click()
    watched.get_by_role("button", name="Sign out").click()
    watched.wait_for_url(f"{server.url}/sign-in")
