"""A salesperson's day: find somebody, note a call, add somebody, as each role may."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, assert_sound, follow, sign_in
from webapp.db import db


@pytest.mark.parametrize(
    ("user", "sees"),
    [
        ("mona", ["Dana Whitfield", "Henrik Vaas", "Inês Duarte"]),
        ("jonas", ["Dana Whitfield", "Henrik Vaas"]),
        ("priya", ["Dana Whitfield"]),
        ("tomas", ["Inês Duarte"]),
        ("vera", ["Dana Whitfield", "Henrik Vaas"]),
    ],
)
def test_each_role_sees_its_own_people(at, cast, user, sees):
    page = at(getattr(cast, user))
    assert page.locator("[data-row-link]").all_inner_texts() == sees


def test_who_may_only_look_finds_nothing_to_change(at, cast):
    page = at(cast.vera)
    expect(page.get_by_role("link", name="Add contact")).to_have_count(0)
    page.get_by_role("link", name="Dana Whitfield").click()
    expect(page.get_by_role("heading", name="Dana Whitfield")).to_be_visible()
    for deed in ("Log call", "Note", "Edit"):
        expect(page.get_by_role("link", name=deed, exact=True)).to_have_count(0)
        expect(page.get_by_role("button", name=deed, exact=True)).to_have_count(0)


def test_a_long_name_keeps_its_distance_from_the_last_contact_on_a_phone(at, cast):
    name = "Wolfgang Amadeus Konstantin von Hohenlohe-Waldenburg"
    cast.person(first=name)
    db.session.commit()
    page = at(cast.mona)
    page.set_viewport_size(PHONE)
    row = page.locator("[data-row]", has_text=name)
    gap = row.evaluate("""row => {
        const contact = document.createRange();
        contact.selectNodeContents(row.querySelector(".c-l"));
        return contact.getBoundingClientRect().left - row.querySelector(".c-n").getBoundingClientRect().right;
    }""")
    assert gap >= 8


def test_finding_somebody_and_noting_a_call_by_keyboard(at, cast):
    page = at(cast.priya)
    page.keyboard.press("/")
    page.keyboard.type("whit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people?q=whit*")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Dana Whitfield")).to_be_visible()
    page.get_by_role("link", name="Log call").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("How it went").select_option(label="Reached")
    dialog.get_by_label("What happened").fill("Wants the price list in March.")
    dialog.get_by_role("button", name="Log it").click()
    expect(page.locator(".tl")).to_contain_text("Wants the price list in March.")
    expect(page.locator(".c-r3").first).to_contain_text("just now")


def test_adding_somebody_and_taking_it_back(at, cast):
    page = at(cast.jonas)
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("First name").fill("Søren")
    dialog.get_by_label("Last name").fill("Holm")
    dialog.get_by_label("E-mail").fill("soren.holm@example.com")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name="Søren Holm")).to_be_visible()
    follow(page, "/activity")
    page.get_by_role("link", name="Undo").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("status")).to_contain_text("back")
    follow(page, "/people?q=holm")
    expect(page.get_by_role("link", name="Søren Holm")).to_have_count(0)


def test_the_list_and_a_person_are_sound_in_every_look(at, cast):
    page = at(cast.mona)
    assert_sound(page)
    for path in ("/people?q=city:Sacramento", f"/people/{cast.people['dana']}", "/people/new"):
        follow(page, path)
        assert_sound(page)


def test_the_phone_shows_cards_and_lists_in_a_drawer(watched, server, cast):
    watched.set_viewport_size(PHONE)
    sign_in(watched, server.url, cast.mona.email)
    expect(watched.get_by_role("link", name="Dana Whitfield")).to_be_visible()
    watched.get_by_role("button", name="Lists").click()
    watched.get_by_role("link", name="Leads").click()
    watched.wait_for_url("**q=kind*")
    expect(watched.get_by_role("link", name="Henrik Vaas")).to_have_count(0)
    watched.set_viewport_size(DESK)


def test_adding_shows_who_may_be_the_same_and_goes_on_to_the_next(at, cast):
    page = at(cast.priya)
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("First name")).to_be_focused()
    page.keyboard.type("Dana")
    page.keyboard.press("Tab")
    page.keyboard.type("Whitfield")
    expect(dialog.get_by_role("link", name="Dana Whitfield")).to_be_visible()
    dialog.get_by_role("button", name="Add, and another").click()
    expect(page.locator(".toast-m")).to_contain_text("Dana Whitfield was added.")
    page.get_by_role("dialog").get_by_label("First name").fill("Pavel")
    page.get_by_role("dialog").get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name="Pavel", exact=True)).to_be_visible()


def test_back_returns_to_the_row_one_left(at, cast):
    page = at(cast.mona)
    page.get_by_role("link", name="Henrik Vaas").click()
    expect(page.get_by_role("heading", name="Henrik Vaas")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Henrik Vaas")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Inês Duarte")).to_be_focused()
