"""Somebody asks what is known and to be erased; then they are nowhere, and adding them again warns."""

import zipfile

from playwright.sync_api import expect

from tests.browser.conftest import assert_sound, follow


def test_everything_is_exported_then_erased_and_coming_back_is_asked_about(at, cast, tmp_path):
    page = at(cast.mona, f"/people/{cast.people['dana']}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("link", name="Erase for good…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Erase Dana Whitfield for good?")
    expect(page.get_by_text("Nothing: no other record names them.")).to_be_visible()
    assert_sound(page)
    with page.expect_download() as told:
        page.get_by_role("button", name="Export everything").click()
    told.value.save_as(tmp_path / "everything.zip")
    assert "everything.json" in zipfile.ZipFile(tmp_path / "everything.zip").namelist()

    page.get_by_role("button", name="Erase Dana Whitfield for good").click()
    expect(page.get_by_text("Tick this to say that you know.")).to_be_visible()
    expect(page.get_by_label("I know that nobody can take this back")).to_be_focused()
    page.get_by_label("I know that nobody can take this back").check()
    page.get_by_role("button", name="Erase Dana Whitfield for good").click()
    expect(page.locator(".toast-m")).to_contain_text("This person was erased for good.")

    follow(page, "/people?q=whitfield")
    expect(page.get_by_text("Dana")).to_have_count(0)
    follow(page, "/people/new")
    page.get_by_label("First name").fill("Dana")
    page.get_by_label("E-mail").fill("dana@example.com")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("was erased on request on 21 Sep 2026")
    expect(page.get_by_label("First name")).to_have_value("Dana")
    assert_sound(page)
    follow(page, "/settings/suppressions")
    page.get_by_label("E-mail or phone").fill("DANA@example.com")
    page.get_by_role("button", name="Check this address").click()
    expect(page.get_by_role("status").filter(has_text="was erased on 21 Sep 2026")).to_be_visible()
    assert_sound(page)
