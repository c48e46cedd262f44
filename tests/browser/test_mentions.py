"""Mentioning a colleague while one types a note, and what they see of it."""

from playwright.sync_api import expect

from tests.browser.conftest import assert_sound


def test_a_mention_is_completed_by_keyboard_and_waits_on_the_colleagues_today(at, cast):
    page = at(cast.mona, f"/people/{cast.people['dana']}")
    page.keyboard.press("n")
    note = page.get_by_role("dialog").get_by_label("Note")
    expect(note).to_be_focused()
    page.keyboard.type("Please ask @")
    offered = page.get_by_role("listbox", name="Colleagues").get_by_role("option")
    expect(offered).to_have_text(["Jonas Bauer", "Priya Raman", "Vera Voss"])
    assert_sound(page)
    page.keyboard.press("Escape")
    expect(offered).to_have_count(0)
    expect(note).to_be_focused()
    page.keyboard.type("ra")
    expect(offered).to_have_text(["Priya Raman"])
    page.keyboard.press("Enter")
    expect(note).to_have_value("Please ask @Priya Raman ")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".mention")).to_have_text("@Priya Raman")

    page = at(cast.priya)
    page.get_by_role("link", name="Today 1 alert").click()
    expect(page.get_by_text("Mona Keller mentioned you:")).to_be_visible()
    page.get_by_role("link", name="Dana Whitfield").click()
    expect(page.locator(".mention")).to_be_visible()


def test_a_name_is_taken_by_a_click_too(at, cast):
    page = at(cast.mona, f"/people/{cast.people['dana']}")
    box = page.locator("#compose").get_by_role("textbox", name="Note", exact=True)
    box.click()
    page.keyboard.type("@jo")
    page.get_by_role("option", name="Jonas Bauer").click()
    expect(box).to_have_value("@Jonas Bauer ")
    expect(box).to_be_focused()
