"""The person page as somebody uses it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_sound, follow, load_without_htmx, session_cookie
from tests.full_disk import LONG, full_disk
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.busy import FULL
from webapp.db import db
from webapp.people.converting import convert
from webapp.people.editing import change_people
from webapp.people.notes import add_note, pin_note
from webapp.people.touches import Details, log_touch


@pytest.fixture
def busy(cast):
    """Dana with something of everything on her timeline."""
    dana, change_set = cast.people["dana"], open_change_set("edit", "Much", by=cast.mona, now=NOW)
    done = {"by": cast.mona, "now": NOW, "change_set": change_set}
    log_touch(dana, Details("call", NOW - 9 * 86_400, 14, "reached", "Open to talk."), **done)
    add_note(dana, "Please do not call before ten.", **done)
    pin_note(add_note(dana, "Prefers letters.", **done), True, **done)
    change_people({dana: {"city": "Oakland", "birthday": 720_000}}, **done)
    convert([dana], "customer", **done)
    db.session.commit()
    return dana


def test_a_call_is_logged_from_the_page_and_taken_back(at, cast):
    page = at(cast.priya, f"/people/{cast.people['dana']}")
    expect(page.locator("#person-contact")).to_contain_text("never")
    page.keyboard.press("l")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("What happened")).to_be_focused()
    page.keyboard.type("Spoke about the lease.")
    dialog.get_by_label("How it went").select_option("reached")
    dialog.get_by_role("button", name="Log it").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("#timeline")).to_contain_text("Spoke about the lease.")
    expect(page.locator("#person-contact")).to_contain_text("just now")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#person-contact")).to_contain_text("never")
    expect(page.locator("#timeline")).not_to_contain_text("Spoke about the lease.")


def test_a_field_is_edited_in_place_and_nothing_typed_elsewhere_is_lost(at, cast):
    page = at(cast.mona, f"/people/{cast.people['dana']}")
    note = page.locator("#compose textarea").first
    note.fill("Half a thought")
    page.get_by_role("link", name="Edit City").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#f-city")).to_be_focused()
    page.keyboard.type("Oakland")
    page.keyboard.press("Enter")
    expect(page.locator("#field-city dd")).to_have_text("Oakland")
    expect(page.locator("#field-city")).to_contain_text("Oakland")
    expect(page.locator("#timeline")).to_contain_text("Oakland")
    expect(note).to_have_value("Half a thought")
    page.get_by_role("link", name="Edit Website").focus()
    page.keyboard.press("Enter")
    page.locator("#f-website").fill("no site")
    page.keyboard.press("Enter")
    expect(page.locator("#field-website")).to_contain_text("is not a web address")
    expect(page.locator("#f-website")).to_have_value("no site")
    expect(page.locator("#f-website")).to_be_focused()


def test_each_address_typed_makes_room_for_another(at, cast):
    page = at(cast.mona, f"/people/{cast.people['dana']}/fields/emails/edit")
    inputs = page.locator("input[name=emails]")
    expect(inputs).to_have_count(2)
    inputs.nth(1).fill("second@example.com")
    inputs.nth(2).fill("third@example.com")
    expect(inputs).to_have_count(4)
    page.get_by_label("primary").nth(2).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#field-emails a").first).to_have_text("third@example.com")
    expect(page.locator("#field-emails")).to_contain_text("second@example.com")


def test_a_note_is_written_worded_anew_and_its_history_read(at, cast):
    page = at(cast.mona, f"/people/{cast.people['dana']}")
    page.locator("#compose textarea").first.fill("Call before ten.")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#timeline")).to_contain_text("Call before ten.")
    expect(page.locator("#compose textarea").first).to_have_value("")
    page.get_by_role("link", name="Edit this note").click()
    page.get_by_role("dialog").get_by_label("Note").fill("Call after ten.")
    page.get_by_role("dialog").get_by_role("button", name="Save note").click()
    expect(page.locator("#timeline")).to_contain_text("Call after ten.")
    page.get_by_role("link", name="edited").click()
    expect(page.get_by_role("dialog")).to_contain_text("Call before ten.")


def test_j_and_k_go_through_the_list_one_came_from(at, cast):
    page = at(cast.mona, "/people?sort=-created")
    page.get_by_role("link", name="Henrik Vaas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Henrik Vaas")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dana Whitfield")
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_have_text("Henrik Vaas")
    expect(page.get_by_text("2 of 3")).to_be_visible()


def test_the_page_is_sound_in_both_themes_and_widths(at, cast, busy):
    page = at(cast.mona, f"/people/{busy}")
    assert_sound(page)
    follow(page, f"/people/{busy}/touches/new")
    assert_sound(page)
    follow(page, f"/people/{busy}/fields/emails/edit")
    assert_sound(page)


def test_whoever_opens_the_tags_by_key_types_at_once(at, cast):
    page = at(cast.priya, f"/people/{cast.people['dana']}")
    page.keyboard.press("t")
    expect(page.get_by_role("combobox", name="Tags")).to_be_focused()
    page.keyboard.type("autumn fair")
    expect(page.locator(".ts-dropdown .create")).to_be_visible()
    expect(page.locator(".ts-dropdown .no-results")).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.type("not yet confirmed")
    page.get_by_role("button", name="Save tags").click()
    tags = page.locator("#person-tags")
    expect(tags).to_contain_text("autumn fair")
    expect(tags).to_contain_text("not yet confirmed")
    expect(tags.locator(".tags")).to_have_css("row-gap", "4px")


def test_a_key_pressed_while_the_page_is_still_loading_is_not_lost(at, cast):
    page = at(cast.mona)
    htmx = load_without_htmx(page, page.url + f"/{cast.people['henrik']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Henrik Vaas")
    page.keyboard.press("l")
    htmx[0].continue_()
    expect(page.get_by_role("dialog").get_by_label("What happened")).to_be_focused()


def test_what_is_clicked_before_htmx_knows_it_is_heard_once_it_does(at, cast):
    page = at(cast.mona)
    page.get_by_role("link", name="Henrik Vaas").click()
    expect(page.locator("[data-key=l]").first).to_be_visible()
    page.evaluate(
        """() => {
            const known = document.querySelector("[data-key=l]");
            const late = known.cloneNode(true);
            late.removeAttribute("data-htmx-powered");
            late.textContent = "Late";
            known.after(late);
        }"""
    )
    page.get_by_text("Late", exact=True).click()
    page.evaluate("htmx.process(document.querySelector('main'))")
    expect(page.get_by_role("dialog").get_by_label("What happened")).to_be_focused()


def test_a_call_is_logged_by_keyboard_on_the_way_through_the_list(at, cast):
    page = at(cast.mona)
    page.keyboard.press("j")
    page.keyboard.press("j")
    row = page.locator("[data-row-link]").nth(1)
    expect(row).to_be_focused()
    name = row.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.keyboard.press("l")
    expect(page.get_by_role("dialog").get_by_label("What happened")).to_be_focused()
    page.keyboard.type("They will call back")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline")).to_contain_text("They will call back")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("b")
    expect(page.get_by_role("heading", level=1)).to_have_text("Everybody")


def test_on_a_full_disk_one_sentence_says_so_and_what_was_typed_stays(page, server, cast):
    page.context.add_cookies([{**session_cookie(server.app, cast.mona), "url": server.url}])
    page.goto(f"{server.url}/people/{cast.people['dana']}")
    note = page.locator("#compose textarea").first
    note.fill(LONG)
    with full_disk():
        page.get_by_role("button", name="Save note").click()
        expect(page.locator(".toast-m")).to_have_text(f"{FULL.title} {FULL.sentence}")
        expect(note).to_have_value(LONG)
