"""Undo, tags, the trash and the settings of fields, as one uses them."""

from playwright.sync_api import expect

from tests.browser.conftest import assert_sound, follow
from tests.world import NOW
from webapp.db import db
from webapp.tags.naming import found_tags


def test_an_edit_is_taken_back_from_the_activity(at, cast):
    page = at(cast.mona, f"/people/{cast.people['dana']}/tags/edit")
    page.locator(".ts-control input").fill("Trade fair")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save tags").click()
    expect(page.locator(".toast-m")).to_contain_text("1 tag added.")
    follow(page, "/activity")
    assert_sound(page)
    page.get_by_role("link", name="Undo Changed tags").click()
    expect(page.get_by_role("heading", name="Take this back?")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".toast-m")).to_contain_text("Took back: Changed tags.")
    page.locator(".toast-m").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast-m")).to_contain_text("Did again: Changed tags.")


def test_a_merged_tag_is_parted_again_by_the_toast_and_from_the_activity(at, cast):
    vip, press = (tag.id for tag in found_tags(["VIP", "press"], now=NOW))
    cast.person(first="Ann", tag_ids=[vip])
    cast.person(first="Ben", tag_ids=[vip, press])
    db.session.commit()
    page = at(cast.mona, f"/settings/tags/{vip}")
    assert_sound(page)
    page.get_by_role("button", name="Merge").click()
    toast = page.locator(".toast-m")
    expect(toast).to_contain_text("“VIP” is merged into “press”, which 2 people now have.")
    expect(page.get_by_role("link", name="Delete VIP")).to_have_count(0)
    toast.get_by_role("button", name="Undo").click()
    expect(toast).to_contain_text("Took back: Merged the tag VIP into press.")
    expect(page.get_by_role("link", name="Delete VIP")).to_be_visible()
    toast.get_by_role("button", name="Undo").click()
    expect(toast).to_contain_text("Did again: Merged the tag VIP into press.")
    follow(page, "/activity")
    page.get_by_role("link", name="Undo Did again: Merged the tag VIP into press").click()
    expect(page.get_by_role("dialog")).to_contain_text("Tag VIP comes back.")
    assert_sound(page)
    page.get_by_role("link", name="Look at it").click()
    expect(page.get_by_role("row", name="Tag VIP there deleted")).to_be_visible()
    assert_sound(page)


def test_somebody_comes_back_from_the_trash(at, cast):
    page = at(cast.mona, f"/people/{cast.people['dana']}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Move to trash").click()
    expect(page.locator(".toast-m")).to_contain_text("Dana Whitfield is in the trash for 30 days.")
    follow(page, "/trash")
    assert_sound(page)
    page.get_by_label("Select Dana Whitfield").check()
    page.get_by_role("toolbar").get_by_role("button", name="Restore").click()
    expect(page.get_by_text("The trash is empty.")).to_be_visible()


def test_fields_move_by_button_keeping_the_focus_and_by_dragging(at, cast):
    page = at(cast.mona, "/settings/fields")
    assert_sound(page)
    names = page.locator(".order li > a")
    down = page.get_by_role("button", name="Move First name down")
    down.focus()
    page.keyboard.press("Enter")
    expect(names.first).to_have_text("Last name")
    expect(down).to_be_focused()
    page.locator("li", has_text="E-mail").locator("[data-grip]").drag_to(names.first)
    expect(names.first).to_have_text("E-mail")
    page.reload()
    expect(names.first).to_have_text("E-mail")


def test_the_pages_of_companies_tags_and_statuses_are_sound(at, cast):
    page = at(cast.mona)
    for path in (
        "/companies",
        "/companies/1",
        "/companies/1/edit",
        "/companies/1/deletion",
        "/settings/tags",
        "/settings/statuses",
        "/settings/fields/new?section=1",
        "/tags",
    ):
        follow(page, path)
        assert_sound(page)


def test_a_status_is_deleted_in_a_dialog(at, cast):
    page = at(cast.mona, "/settings/statuses")
    page.get_by_role("link", name="Delete Dead").click()
    page.get_by_role("button", name="Delete the status").click()
    expect(page.locator(".toast-m")).to_contain_text("“Dead” is deleted.")
    expect(page.get_by_role("link", name="Delete Dead")).to_have_count(0)
