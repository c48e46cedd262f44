"""Files and related people as somebody works with them."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import assert_sound

HAND = """(element, [event, files]) => {
  const data = new DataTransfer();
  for (const [name, type, bytes] of files) data.items.add(new File([new Uint8Array(bytes)], name, { type }));
  const about = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data };
  const Kind = event === "paste" ? ClipboardEvent : DragEvent;
  element.dispatchEvent(new Kind(event, about));
}"""
"""Drops or pastes files on an element: of each its name, type and bytes, or the number of zeros."""
TOO_MANY = 26 * 2**20


@pytest.fixture
def photo() -> list:
    """A file as the browser's File takes it."""
    drawn = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(drawn, "PNG")
    return ["roof.png", "image/png", list(drawn.getvalue())]


def test_files_are_dropped_looked_at_removed_and_brought_back(at, cast, photo):
    page = at(cast.priya, f"/people/{cast.people['dana']}")
    files = page.locator("#person-files")
    page.locator("#timeline").evaluate(HAND, ["drop", [photo, ["offer.txt", "text/plain", [104, 105]]]])
    expect(page.locator("#toasts")).to_contain_text("2 files added.")
    expect(files.locator("li")).to_have_count(2)
    files.get_by_role("link", name="roof.png").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("img")).to_have_js_property("naturalWidth", 640)
    assert_sound(page, within="dialog")
    dialog.get_by_role("button", name="Remove").click()
    expect(dialog).to_have_count(0)
    expect(files.locator("li")).to_have_count(1)
    expect(files.locator(":focus")).to_have_count(1)
    page.get_by_role("button", name="Undo").first.click()
    expect(files.locator("li")).to_have_count(2)
    files.get_by_role("button", name="Remove offer.txt").focus()
    page.keyboard.press("Enter")
    expect(files.locator("li")).to_have_count(1)
    expect(files.locator(":focus")).to_have_count(1)
    page.get_by_role("button", name="Undo").first.click()
    expect(files.locator("li")).to_have_count(2)
    with page.expect_download() as download:
        files.get_by_role("link", name="offer.txt").click()
    assert download.value.suggested_filename == "offer.txt"


def test_a_picture_is_pasted_into_a_note_and_a_large_file_is_refused(at, cast, photo):
    page = at(cast.priya, f"/people/{cast.people['dana']}")
    page.locator("#compose textarea").first.evaluate(HAND, ["paste", [photo]])
    waiting = page.locator("#compose [data-files-list]")
    expect(waiting.locator("input[name=waiting]")).to_have_count(1)
    page.locator("#compose textarea").first.evaluate(HAND, ["drop", [["film.mp4", "video/mp4", TOO_MANY]]])
    expect(waiting).to_contain_text("“film.mp4” has more than 25 MB")
    page.locator("#compose textarea").first.fill("The roof leaks.")
    page.keyboard.press("Control+Enter")
    noted = page.locator("#timeline li", has_text="The roof leaks.")
    expect(noted.locator(".on-note img")).to_be_visible()
    expect(waiting.locator("li")).to_have_count(0)
    expect(page.locator("#person-files")).to_contain_text("on a note")


def test_two_people_are_related_by_keyboard(at, cast):
    page = at(cast.mona, f"/people/{cast.people['dana']}")
    page.get_by_role("link", name="Add somebody related").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("What they are to Dana")).to_be_focused()
    dialog.get_by_label("What they are to Dana").select_option("Spouse")
    page.keyboard.press("Tab")
    page.keyboard.type("henr")
    found = dialog.get_by_role("button", name=re.compile("Henrik Vaas"))
    expect(found).to_be_visible()
    assert_sound(page, within="dialog")
    page.keyboard.press("Tab")
    expect(found).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    related = page.locator("#person-related")
    expect(related.get_by_role("link", name="Henrik Vaas")).to_be_visible()
    assert_sound(page)
    related.get_by_role("link", name="Henrik Vaas").click()
    expect(page.locator("#person-related")).to_contain_text("Dana Whitfield")
    page.get_by_role("button", name="Remove Dana Whitfield, Spouse").click()
    expect(page.locator("#person-related")).to_contain_text("Nobody yet.")
    expect(page.get_by_role("link", name="Add somebody related")).to_be_focused()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("#person-related")).to_contain_text("Dana Whitfield")
