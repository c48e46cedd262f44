"""The round trip of a filter: built, applied, edited from a chip and as text, taken back, saved, opened."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_sound, hold_first
from tests.world import NOW
from webapp.db import db
from webapp.tags.naming import found_tags


@pytest.fixture
def vips(cast) -> list[int]:
    """Two people tagged vip, one of them in California."""
    (tag,) = found_tags(["vip"], now=NOW)
    ids = [
        cast.person(first="Ada", last="Byron", country="US", state="US-CA", tag_ids=(tag.id,)),
        cast.person(first="Bea", last="Cole", country="DE", state="DE-BY", tag_ids=(tag.id,)),
    ]
    db.session.commit()
    return ids


def pick(page, field, words: str) -> None:
    """Open a picker by a click, type, and take the first that fits."""
    field.click()
    page.get_by_role("combobox").and_(page.locator(":focus")).fill(words)
    page.keyboard.press("Enter")


def test_a_filter_makes_the_round_trip(at, cast, vips):
    page = at(cast.mona)
    page.get_by_role("link", name="Builder").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Field")).to_be_focused()

    dialog.get_by_label("Field").click()
    page.keyboard.type("state")
    expect(page.locator(".picker [role=option]")).to_have_text(["Primary info › State", "Company › State"])
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Country")).to_have_value("US")
    pick(page, dialog.get_by_label("Value"), "calif")
    expect(dialog.locator("#filter-text")).to_have_text("state:US-CA")
    expect(dialog.get_by_text("Ada Byron")).to_be_visible()

    dialog.get_by_role("button", name="Condition", exact=True).click()
    expect(dialog.get_by_label("Field").nth(1)).to_be_focused()
    pick(page, dialog.get_by_label("Field").nth(1), "tag")
    pick(page, dialog.get_by_label("Value", exact=True).last, "vip")
    expect(dialog.locator("#filter-text")).to_have_text("state:US-CA tag:vip")
    expect(dialog.get_by_text("People tagged vip whose State is California")).to_be_visible()
    assert_sound(page)

    dialog.get_by_label("Comparison").last.select_option("is none of")
    dialog.get_by_role("button", name="without this?").first.click()
    expect(dialog.locator(".eff b")).to_have_text("+2")
    dialog.get_by_label("Comparison").last.select_option("is any of")
    expect(dialog.locator("#filter-show")).to_have_text("Show 1 person")
    dialog.locator("#filter-show").click()
    page.wait_for_url("**/people?q=state*")
    expect(page.get_by_role("link", name="Ada Byron")).to_be_visible()
    expect(page.get_by_role("link", name="Bea Cole")).to_have_count(0)

    page.get_by_role("link", name="State is any of California", exact=True).click()
    expect(dialog.get_by_label("Field")).to_have_count(1)
    dialog.get_by_role("button", name="Remove California").click()
    expect(dialog.get_by_role("button", name="Remove California")).to_have_count(0)
    pick(page, dialog.get_by_label("Country"), "germany")
    expect(dialog.get_by_label("Value").locator('option[value="DE-BY"]')).to_be_attached()
    pick(page, dialog.get_by_label("Value"), "bayern")
    dialog.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("link", name="Bea Cole")).to_be_visible()
    expect(page.get_by_label("Search people")).to_have_value("state:DE-BY tag:vip")

    page.get_by_role("link", name="Builder").click()
    dialog.get_by_role("button", name="Edit as text").click()
    dialog.get_by_label("The filter as text").fill("tag:vip (city:")
    dialog.get_by_role("button", name="Back to rows").click()
    expect(dialog.get_by_text("A value is missing at the end.")).to_be_visible()
    dialog.get_by_label("The filter as text").fill("tag:vip -state:DE-BY")
    dialog.get_by_role("button", name="Back to rows").click()
    expect(dialog.get_by_label("Comparison").last).to_have_value("-is")
    dialog.locator("#filter-show").click()
    expect(page.get_by_role("link", name="Ada Byron")).to_be_visible()

    page.go_back()
    expect(page.get_by_label("Search people")).to_have_value("state:DE-BY tag:vip")
    expect(page.get_by_role("link", name="Bea Cole")).to_be_visible()

    page.get_by_role("link", name="Save as segment").click()
    dialog.get_by_label("Name").fill("Bavarian VIPs")
    dialog.get_by_role("button", name="Save segment").click()
    expect(page.locator("#toasts")).to_contain_text("Bavarian VIPs")
    page.goto(page.url.partition("?")[0])
    line = page.locator(".saved")
    expect(line).to_contain_text("1")
    line.get_by_role("link", name="Bavarian VIPs").click()
    expect(page.get_by_label("Search people")).to_have_value("state:DE-BY tag:vip")
    expect(page.get_by_role("link", name="Bea Cole")).to_be_visible()


def test_rows_move_by_keyboard_and_keep_the_focus(at, cast, vips):
    page = at(cast.mona, "/people/filter?q=kind:lead (tag:vip OR city:Boston)")
    page.get_by_label("Field").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#filter-text")).to_have_text("kind:lead OR tag:vip OR city:Boston")
    expect(page.get_by_label("Field").first).to_be_focused()


def test_every_one_of_some_fast_clicks_in_the_builder_counts(page, at, cast):
    held = hold_first(page, "**/people/filter", method="POST")
    at(cast.mona)
    page.get_by_role("link", name="Builder").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Field")).to_be_focused()
    add = dialog.get_by_role("button", name="Condition", exact=True)
    with page.expect_request("**/people/filter"):
        add.evaluate("(button) => { for (let n = 0; n < 3; n += 1) button.click(); }")
    expect(dialog.get_by_label("Field")).to_have_count(1)
    held[0].continue_()
    expect(dialog.get_by_label("Field")).to_have_count(4)
