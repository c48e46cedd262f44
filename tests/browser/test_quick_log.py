"""Logging a call by following a phone number, as one does on a phone."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, assert_sound
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.alerts.models import Alert
from webapp.db import db
from webapp.people.editing import change_people

DIAL = """
window.dialled = [];
addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='tel:']");
  if (!link || event.defaultPrevented) return;
  dialled.push(link.href);
  event.preventDefault();
});
"""
"""Stands for the device, which would dial: the last to hear of the click, and only if nobody prevented it."""


def give_number(cast):
    change_set = open_change_set("edit", "Gave a number", by=cast.mona, now=NOW)
    phones = [["+1 617 555 0134", "+16175550134"]]
    change_people({cast.people["dana"]: {"phones": phones}}, by=cast.mona, now=NOW, change_set=change_set)
    db.session.commit()


def test_following_a_number_dials_and_logs_the_call_with_its_next_step(at, cast):
    give_number(cast)
    page = at(cast.priya, f"/people/{cast.people['dana']}")
    page.set_viewport_size(PHONE)
    page.evaluate(DIAL)
    page.get_by_role("link", name="+1 617 555 0134").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("What happened")).to_be_focused()
    assert page.evaluate("dialled") == ["tel:+16175550134"]
    expect(dialog.get_by_label("Number")).to_have_value("+1 617 555 0134")
    expect(dialog.get_by_label("What to do")).to_be_hidden()
    dialog.get_by_label("How it went").select_option("Reached")
    dialog.get_by_label("Next step").select_option("In a week")
    dialog.get_by_label("What to do").fill("Send the offer")
    assert_sound(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Today reminds you on 28 Sep 2026.")).to_be_visible()
    expect(page.locator("#timeline").get_by_text("planned a next step for 28 Sep 2026")).to_be_visible()
    expect(page.get_by_text("called +1 617 555 0134")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("called +1 617 555 0134")).to_have_count(0)


def test_a_next_step_is_done_by_a_key_and_comes_back(at, cast):
    told = {"kind": "next step", "once": "x", "at": NOW, "data": {"text": "Send the offer"}}
    db.session.add(Alert(user_id=cast.priya.id, person_id=cast.people["dana"], **told))
    db.session.commit()
    page = at(cast.priya)
    page.get_by_role("link", name="Today 1 alert").click()
    expect(page.get_by_text("Send the offer")).to_be_visible()
    assert_sound(page)
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.get_by_text("Send the offer")).to_have_count(0)
    expect(page.get_by_role("link", name="Today", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Send the offer")).to_be_visible()
