"""A pipeline's board: cards moved by dragging, by their menu and by the keys, and taken back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, assert_sound
from webapp.db import db
from webapp.pipelines.stages import pipelines


@pytest.fixture
def stage(cast):
    """stage('Meeting') is its id."""
    return {stage.name: stage.id for stage in pipelines().stages.values()}.get


@pytest.fixture
def board(at, cast, stage):
    """The board of Sales with Ada and Bo in First call, worth 1,200 each, and Cy in Won."""
    cast.ada = cast.person(first="Ada", last="Quill", stage_id=stage("First call"), stage_value=120_000)
    cast.bo = cast.person(first="Bo", last="Reed", stage_id=stage("First call"), stage_value=120_000)
    cast.person(first="Cy", last="Lee", stage_id=stage("Won"))
    db.session.commit()
    return at(cast.mona, "/people?view=board")


def lane(page, stage_id):
    return page.locator(f"[data-lane='{stage_id}']")


def test_a_card_is_dragged_to_another_stage_and_taken_back(board, stage):
    first, meeting = lane(board, stage("First call")), lane(board, stage("Meeting"))
    expect(first.locator(".n")).to_have_text("2 · 2,400")
    card = board.locator("[data-card]", has_text="Ada Quill").bounding_box()
    there = meeting.bounding_box()
    board.mouse.move(card["x"] + 40, card["y"] + 12)
    board.mouse.down()
    board.mouse.move(there["x"] + 60, there["y"] + 120, steps=6)
    expect(board.locator(".kc.drag")).to_be_visible()
    board.mouse.up()
    expect(meeting.get_by_text("Ada Quill")).to_be_visible()
    expect(first.locator(".n")).to_have_text("1 · 1,200")
    expect(meeting.locator(".n")).to_have_text("1 · 1,200")
    board.get_by_role("button", name="Undo").click()
    expect(lane(board, stage("First call")).get_by_text("Ada Quill")).to_be_visible()
    expect(board.get_by_role("link", name="Ada Quill", exact=True)).to_be_focused()


def test_a_card_is_moved_by_touch_on_a_phone(board, browser, stage):
    phone = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    phone.add_cookies(board.context.cookies())
    page = phone.new_page()
    page.goto(board.url)
    page.get_by_label("Move Bo Reed to…").tap()
    page.get_by_role("button", name="Meeting").tap()
    expect(lane(page, stage("Meeting")).get_by_text("Bo Reed")).to_be_in_viewport()
    page.get_by_role("button", name="Undo").tap()
    expect(lane(page, stage("First call")).get_by_text("Bo Reed")).to_be_in_viewport()
    phone.close()


def test_the_way_back_from_a_person_leads_to_their_card(board):
    board.get_by_role("link", name="Bo Reed", exact=True).click()
    expect(board.get_by_role("heading", name="Bo Reed")).to_be_visible()
    board.keyboard.press("b")
    expect(board.get_by_role("link", name="Bo Reed", exact=True)).to_be_focused()


def test_the_way_back_leads_to_the_card_also_before_htmx_knows_the_link(board):
    board.get_by_role("link", name="Bo Reed", exact=True).click()
    expect(board.get_by_role("heading", name="Bo Reed")).to_be_visible()
    board.evaluate(
        """() => {
            const known = document.querySelector("a[data-key=b]");
            known.replaceWith(known.cloneNode(true));
            window.isSamePage = true;
        }"""
    )
    board.keyboard.press("b")
    expect(board.get_by_role("link", name="Bo Reed", exact=True)).to_be_focused()
    assert not board.evaluate("window.isSamePage")


def test_a_card_is_moved_by_its_menu_and_keeps_the_focus(board, stage):
    board.locator("[data-card]", has_text="Bo Reed").hover()
    board.get_by_label("Move Bo Reed to…").click()
    board.get_by_role("button", name="Proposal").click()
    expect(lane(board, stage("Proposal")).get_by_text("Bo Reed")).to_be_visible()
    expect(board.get_by_role("link", name="Bo Reed", exact=True)).to_be_focused()
    expect(board.get_by_text("Bo Reed is in Proposal now.")).to_be_visible()


def test_the_keys_go_from_card_to_card_and_move_them(board, stage):
    board.keyboard.press("j")
    expect(board.get_by_role("link", name="Ada Quill", exact=True)).to_be_focused()
    board.keyboard.press("j")
    expect(board.get_by_role("link", name="Bo Reed", exact=True)).to_be_focused()
    board.keyboard.press("l")
    expect(board.get_by_role("link", name="Cy Lee", exact=True)).to_be_focused()
    board.keyboard.press("h")
    board.keyboard.press("Shift+ArrowRight")
    expect(lane(board, stage("Meeting")).locator("[data-card]")).to_have_count(1)
    expect(lane(board, stage("Meeting")).locator("a:focus")).to_have_count(1)
    board.keyboard.press("m")
    expect(board.get_by_role("button", name="Meeting")).to_be_focused()
    board.keyboard.press("Escape")
    expect(lane(board, stage("Meeting")).locator("[data-card]:focus-within")).to_have_count(1)


def test_a_card_that_somebody_else_moved_meanwhile_is_asked_about(board, cast, stage, sign_in_elsewhere):
    sign_in_elsewhere(cast.jonas).post(f"/people/{cast.ada}/stage", {"value": stage("Won")})
    board.locator("[data-card]", has_text="Ada Quill").locator("[data-card-link]").focus()
    board.keyboard.press("Shift+ArrowRight")
    dialog = board.get_by_role("dialog")
    expect(dialog).to_contain_text("is Won now. You chose Meeting")
    dialog.get_by_role("button", name="Set Meeting").click()
    expect(lane(board, stage("Meeting")).get_by_text("Ada Quill")).to_be_visible()
    expect(dialog).to_have_count(0)


@pytest.fixture
def sign_in_elsewhere(server, cast):
    """A client in another browser."""
    return lambda viewer: cast.client(server.app, viewer)


def test_a_board_and_its_menu_are_sound_in_both_themes_and_widths(board):
    assert_sound(board)
    board.set_viewport_size(PHONE)
    board.get_by_label("Move Ada Quill to…").click()
    expect(board.locator("#choose")).to_be_visible()


def test_a_pill_in_the_list_is_changed_in_its_place(board, cast, stage, server_url):
    board.goto(f"{server_url}/people?q=ada")
    board.locator(f"#stage-{cast.ada}").click()
    board.get_by_role("button", name="Won").click()
    expect(board.locator(f"#stage-{cast.ada}")).to_have_text("Stage: Won")
    expect(board.locator(f"#stage-{cast.ada}")).to_be_focused()
    board.get_by_role("button", name="Undo").click()
    expect(board.locator(f"#stage-{cast.ada}")).to_have_text("Stage: First call")
