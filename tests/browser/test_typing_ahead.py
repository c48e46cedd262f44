"""Keys and toasts: what one types goes where one means it, and what is said does not pile up."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import answer_nothing, hold_first, load_without_htmx

SHOW = """(sentences) => sentences.forEach((sentence) => {
  const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  toast.querySelector("[data-sentence]").textContent = sentence;
  document.getElementById("toasts").prepend(toast);
})"""


@pytest.fixture
def type_early(page, at, cast):
    """type_early(key, url, text, path) presses a key and types before the answer from the url is there."""

    def pressed_and_typed(key, url, text, path="/people"):
        held = hold_first(page, url)
        at(cast.mona, path)
        with page.expect_request(url):
            page.keyboard.press(key)
        page.keyboard.type(text)
        held[0].continue_()

    return pressed_and_typed


def test_what_is_typed_while_a_dialog_loads_goes_into_it(page, type_early):
    type_early("c", "**/people/new", "Jke")
    first = page.get_by_role("dialog").get_by_label("First name")
    expect(first).to_be_focused()
    expect(first).to_have_value("Jke")
    expect(page).to_have_url(re.compile("/people$"))


def test_a_name_and_enter_add_somebody_while_the_form_is_on_its_way(page, type_early):
    type_early("c", "**/people/new", "Jake\n")
    expect(page.get_by_role("link", name="Jake", exact=True)).to_be_visible()


def test_a_name_and_enter_are_enough_while_the_jump_box_is_on_its_way(page, type_early):
    type_early("Control+k", "**/jump", "henrik\n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Henrik Vaas")


def test_enter_begins_a_line_of_a_note_that_is_on_its_way(page, cast, type_early):
    type_early("l", "**/touches/new*", "Called\nagain", f"/people/{cast.people['dana']}")
    expect(page.get_by_role("dialog").get_by_label("What happened")).to_have_value("Called\nagain")


def test_what_is_searched_for_while_the_page_loads_is_found(at, cast):
    page = at(cast.jonas)
    htmx = load_without_htmx(page, page.url)
    expect(page.get_by_role("combobox", name="Search people")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("dana whits")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    htmx[0].continue_()
    page.wait_for_url(re.compile(r"/people\?q=dana(\+|%20)whit$"))


def test_somebody_chosen_by_keys_while_the_page_loads_is_opened(at, cast):
    page = at(cast.jonas)
    htmx = load_without_htmx(page, page.url)
    expect(page.get_by_role("combobox", name="Search people")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    htmx[0].continue_()
    page.wait_for_url(re.compile(r"/people/\d+"))


@pytest.fixture
def visit_early(page, at, cast):
    """visit_early(text) opens the first of Jonas' people, and types before their page is there."""

    def opened_and_typed(text):
        held = hold_first(page, re.compile(r"/people/\d+(\?.*)?$"))
        at(cast.jonas)
        page.keyboard.press("j")
        with page.expect_request(re.compile(r"/people/\d+")):
            page.keyboard.press("Enter")
        page.keyboard.type(text)
        return held

    return opened_and_typed


def test_what_is_typed_while_a_person_is_on_their_way_is_meant_for_them(page, visit_early):
    visit_early("lCalled, not there")[0].continue_()
    page.wait_for_url(re.compile(r"/people/\d+"))
    expect(page.get_by_role("dialog").get_by_label("What happened")).to_have_value("Called, not there")


def test_what_was_meant_for_a_page_that_does_not_come_is_let_go(page, visit_early):
    answer_nothing(page, visit_early("l"))
    page.keyboard.press("c")
    expect(page.get_by_role("dialog").get_by_label("First name")).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(1)


def test_tab_goes_on_to_the_next_field_of_a_dialog_that_is_on_its_way(page, at, cast):
    held = hold_first(page, "**/people/new")
    at(cast.mona)
    with page.expect_request("**/people/new"):
        page.keyboard.press("c")
    page.keyboard.type("Anna")
    page.keyboard.press("Tab")
    page.keyboard.type("Berg")
    held[0].continue_()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Last name")).to_have_value("Berg")
    expect(dialog.get_by_label("First name")).to_have_value("Anna")


def test_escape_gives_up_a_dialog_that_is_on_its_way(page, at, cast):
    held = hold_first(page, "**/people/new")
    at(cast.mona)
    with page.expect_request("**/people/new"):
        page.keyboard.press("c")
    with page.expect_event("requestfailed"):
        page.keyboard.press("Escape")
    assert held
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search people")).to_be_focused()


def test_what_is_typed_while_a_field_opens_goes_into_it(page, at, cast):
    form = re.compile("/fields/city")
    held = hold_first(page, form)
    at(cast.mona, f"/people/{cast.people['dana']}")
    with page.expect_request(form):
        page.get_by_role("link", name="Edit City").click()
    page.keyboard.type("boston")
    held[0].continue_()
    expect(page.get_by_role("textbox", name="City")).to_have_value("boston")


def test_editing_a_section_begins_in_its_first_field(at, cast):
    page = at(cast.mona, f"/people/{cast.people['dana']}")
    page.keyboard.press("e")
    page.keyboard.type("Bob")
    expect(page.get_by_role("textbox", name="First name")).to_have_value("Bob")


def test_what_is_typed_before_a_picker_is_there_is_typed_into_it(page, at, cast):
    held = hold_first(page, "**/tom-select*.js*")
    at(cast.mona, f"/people/{cast.people['dana']}")
    with page.expect_request("**/tom-select*.js*"):
        page.keyboard.press("t")
    page.keyboard.type("tool30")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    held[0].continue_()
    expect(page.locator("#toasts")).to_contain_text("1 tag added.")
    expect(page.get_by_role("main").get_by_text("tool30").first).to_be_visible()


def test_a_country_typed_before_its_picker_is_there_is_chosen(page, at, cast):
    held = hold_first(page, "**/tom-select*.js*")
    at(cast.mona, f"/people/{cast.people['dana']}")
    with page.expect_request("**/tom-select*.js*"):
        page.get_by_role("link", name="Edit Country").click()
    page.keyboard.type("Germany\n")
    page.keyboard.press("Control+Enter")
    held[0].continue_()
    expect(page.locator("#field-country dd:not(.edit)")).to_contain_text("Germany")


def test_control_and_enter_take_what_is_typed_in_a_picker(at, cast):
    page = at(cast.mona, f"/people/{cast.people['dana']}")
    page.keyboard.press("t")
    expect(page.get_by_role("dialog").locator(".ts-control input")).to_be_focused()
    page.keyboard.type("tool30")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("1 tag added.")


def test_keys_after_a_search_are_meant_for_what_it_finds(page, at, cast):
    found = re.compile(r"/people\?q=dana(\+|%20)whit$")
    held = hold_first(page, found)
    at(cast.jonas)
    page.keyboard.press("/")
    page.keyboard.type("dana whit")
    expect(page.locator("[data-row]")).to_have_count(1)
    with page.expect_request(found):
        page.keyboard.press("Enter")
    page.keyboard.type("j\n")
    held[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dana Whitfield")


def test_a_search_that_is_sent_as_it_stands_adds_no_step_back(at, cast):
    page = at(cast.jonas)
    page.keyboard.press("/")
    page.keyboard.type("dana")
    page.wait_for_url("**/people?q=dana")
    steps = page.evaluate("history.length")
    with page.expect_response("**/people?q=dana"):
        page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Dana Whitfield")).to_be_visible()
    assert page.evaluate("history.length") == steps


def test_back_and_escape_ask_before_what_was_typed_is_lost(at, cast):
    page = at(cast.mona)
    page.get_by_role("link", name="Dana Whitfield").click()
    note = page.locator("#compose textarea").first
    note.click()
    page.keyboard.type("Prefers tea")
    asked = []

    def stay(dialog):
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("history.back()")
    page.keyboard.press("Escape")
    expect(note).to_have_value("Prefers tea")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("l")
    page.get_by_role("dialog").get_by_label("What happened").fill("Called")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog").get_by_label("What happened")).to_have_value("Called")
    page.remove_listener("dialog", stay)
    assert asked == ["Leave without saving what you typed?"] * 2


def test_escape_from_a_rows_dialog_leads_back_to_the_row(at, cast):
    page = at(cast.jonas)
    page.keyboard.press("j")
    page.keyboard.press("l")
    expect(page.get_by_role("dialog").get_by_label("What happened")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-row-link]").first).to_be_focused()


def test_a_key_pressed_the_moment_a_dialog_is_done_goes_to_the_page(at, cast):
    page = at(cast.jonas)
    page.keyboard.press("c")
    expect(page.get_by_role("dialog").get_by_label("First name")).to_be_focused()
    left = page.evaluate("""() => {
        document.dispatchEvent(new CustomEvent("close-dialog"));
        return [document.querySelectorAll("#dialog > dialog").length, document.activeElement.dataset.key];
    }""")
    assert left == [0, "c"]


def test_toasts_are_few_the_newest_on_top_and_each_said_once(at, cast):
    page = at(cast.mona)
    page.evaluate(SHOW, ["One.", "Two.", "Two.", "Three.", "Four."])
    expect(page.locator("[data-sentence]")).to_have_text(["Four.", "Three.", "Two."])
    page.get_by_role("button", name="Dismiss").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-sentence]")).to_have_text(["Three.", "Two."])
    expect(page.get_by_role("button", name="Dismiss").first).to_be_focused()


def test_undo_stays_when_others_come_and_is_found_by_a_key(at, cast):
    page = at(cast.priya)
    page.keyboard.press("c")
    page.get_by_role("dialog").get_by_label("First name").fill("Pavel")
    page.get_by_role("dialog").get_by_role("button", name="Add", exact=True).click()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    page.evaluate(SHOW, ["One.", "Two.", "Three."])
    expect(page.locator("[data-sentence]")).to_have_count(3)
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    expect(undo).to_be_focused()


def test_a_new_field_asks_only_for_what_its_type_needs(at, cast):
    page = at(cast.mona, "/settings/fields/new?section=1")
    choices, country = page.get_by_label("Choices"), page.get_by_label("Its country")
    expect(choices).to_be_hidden()
    expect(country).to_be_hidden()
    page.get_by_label("Type").select_option("Several choices")
    expect(choices).to_be_visible()
    page.get_by_label("Type").select_option("State")
    expect(country).to_be_visible()
    expect(choices).to_be_hidden()
