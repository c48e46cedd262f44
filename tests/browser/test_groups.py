"""Groups: made, moved by menu, by dragging and by keys, ended, and with people put in and taken out."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.conftest import PHONE, assert_sound, follow
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups
from webapp.groups.models import Group


@pytest.fixture
def ids(cast):
    """Travel with Italy (Dana, Henrik) and Spain (Dana), Italy with Sicily; by name."""
    made = {}
    for name, above in (("Travel", None), ("Italy", "Travel"), ("Spain", "Travel"), ("Sicily", "Italy")):
        made[name] = add_group(Wanted(name, made.get(above)), by=cast.mona, now=NOW).id
    change_set = open_change_set("group", "Put people into groups", by=cast.mona, now=NOW)
    doing = {"by": cast.mona, "now": NOW, "change_set": change_set}
    add_to_groups([cast.people["dana"], cast.people["henrik"]], [made["Italy"]], **doing)
    add_to_groups([cast.people["dana"]], [made["Spain"]], **doing)
    db.session.commit()
    return made


@pytest.fixture
def groups(at, cast, ids):
    """The page of all groups, as the administrator sees it."""
    return at(cast.mona, "/groups")


def row(page, name: str):
    return page.locator(".t-row").filter(has=page.get_by_role("link", name=name, exact=True))


def link(page, name: str):
    return page.locator(".tree").get_by_role("link", name=name, exact=True)


def expect_names(page, names: list[str]) -> None:
    """What one sees of the tree, from the top down."""
    expect(page.locator(".tree .t-row > a").filter(visible=True)).to_have_text(names)


def open_menu(page, name: str):
    row(page, name).hover()
    page.get_by_label(f"What to do with {name}", exact=True).click()
    return page.locator("#group-menu")


def toast(page, words: str):
    expect(page.locator(".toast-m", has_text=words)).to_be_visible()


def undo(page):
    page.locator(".toast-m").first.get_by_role("button", name="Undo").click()


def test_a_group_is_made_on_top_below_and_beside_another(groups):
    groups.get_by_label("New group").first.click()
    groups.get_by_label("Name", exact=True).fill("Fair")
    groups.get_by_role("button", name="Add group").click()
    toast(groups, "The group “Fair” is added.")
    expect(groups.get_by_role("heading", name="Fair", exact=True)).to_be_visible()

    open_menu(groups, "Italy").get_by_text("New group below it").click()
    groups.get_by_label("Name", exact=True).fill("Rome")
    groups.keyboard.press("Enter")
    expect(groups.get_by_role("heading", name="Rome", exact=True)).to_be_visible()
    expect(groups.get_by_label("Above it")).to_contain_text("Travel")

    open_menu(groups, "Italy").get_by_text("New group beside it").click()
    groups.get_by_label("Name", exact=True).fill("Malta")
    groups.keyboard.press("Enter")
    expect(groups.get_by_role("heading", name="Malta", exact=True)).to_be_visible()
    expect_names(groups, ["Travel", "Italy", "Malta", "Spain", "Fair"])
    undo(groups)
    expect(link(groups, "Malta")).to_have_count(0)


def test_a_group_is_moved_by_its_menu(groups):
    open_menu(groups, "Spain").get_by_text("Move to…").click()
    expect(groups.locator(".ts-control input")).to_be_focused()
    groups.keyboard.type("italy")
    expect(groups.locator(".ts-dropdown .option.active")).to_contain_text("Italy")
    groups.keyboard.press("Enter")
    expect(groups.locator(".ts-wrapper .item")).to_contain_text("Italy")
    groups.get_by_role("button", name="Move", exact=True).click()
    toast(groups, "“Spain” stands below “Italy” now.")
    expect(groups.get_by_label("Above it")).to_contain_text("Italy")
    expect(row(groups, "Italy").locator(".incl")).to_have_text("")
    undo(groups)
    expect(groups.get_by_label("Above it")).not_to_contain_text("Italy")


def test_a_group_is_moved_by_dragging_it_and_a_circle_is_refused(groups):
    row(groups, "Spain").drag_to(row(groups, "Italy"))
    toast(groups, "“Spain” stands below “Italy” now.")
    expect(link(groups, "Spain")).to_have_count(1)
    undo(groups)
    expect(groups.locator(".toast-m", has_text="below “Italy” now")).to_have_count(0)
    row(groups, "Spain").drag_to(row(groups, "Italy"), target_position={"x": 60, "y": 2})
    toast(groups, "“Spain” stands below “Travel” now.")
    expect(link(groups, "Spain")).to_be_focused()
    expect_names(groups, ["Travel", "Spain", "Italy", "Sicily"])


def test_keys_go_through_the_tree_and_move_a_group(groups):
    link(groups, "Travel").focus()
    groups.keyboard.press("ArrowDown")
    expect(link(groups, "Italy")).to_be_focused()
    groups.keyboard.press("ArrowRight")
    expect(link(groups, "Sicily")).to_be_visible()
    groups.keyboard.press("ArrowRight")
    expect(link(groups, "Sicily")).to_be_focused()
    groups.keyboard.press("Shift+ArrowLeft")
    toast(groups, "“Sicily” stands below “Travel” now.")
    expect(link(groups, "Sicily")).to_be_focused()
    expect_names(groups, ["Travel", "Italy", "Sicily", "Spain"])
    groups.keyboard.press("Shift+ArrowDown")
    expect_names(groups, ["Travel", "Italy", "Spain", "Sicily"])
    expect(link(groups, "Sicily")).to_be_focused()
    groups.keyboard.press("ArrowLeft")
    expect(link(groups, "Travel")).to_be_focused()
    groups.keyboard.press("ArrowLeft")
    expect(link(groups, "Italy")).to_be_hidden()
    groups.reload()
    expect(link(groups, "Travel")).to_be_visible()
    expect(link(groups, "Italy")).to_be_hidden()


def test_a_group_is_found_by_its_name(groups):
    groups.keyboard.press("/")
    groups.keyboard.type("sic")
    expect(link(groups, "Sicily")).to_be_visible()
    expect(link(groups, "Spain")).to_be_hidden()
    groups.keyboard.press("Enter")
    expect(groups.get_by_role("heading", name="Sicily", exact=True)).to_be_visible()


def test_a_group_is_renamed_where_its_name_stands(groups):
    link(groups, "Italy").click()
    expect(groups.get_by_role("heading", name="Italy", exact=True)).to_be_visible()
    groups.keyboard.press("e")
    field = groups.get_by_label("Name of the group")
    expect(field).to_be_focused()
    field.fill("Spain")
    groups.keyboard.press("Enter")
    expect(groups.get_by_text("There is a group “Spain” here already.")).to_be_visible()
    field.fill("Italia")
    groups.keyboard.press("Enter")
    expect(groups.get_by_role("heading", name="Italia", exact=True)).to_be_visible()
    expect(link(groups, "Italia")).to_be_visible()


def test_a_group_is_archived_and_brought_back(groups):
    link(groups, "Spain").click()
    groups.get_by_role("button", name="Archive").click()
    toast(groups, "“Spain” is archived.")
    expect(groups.get_by_role("heading", name="Archived")).to_be_visible()
    groups.get_by_role("button", name="Bring it back").click()
    toast(groups, "“Spain” is back.")
    expect(groups.get_by_role("heading", name="Archived")).to_have_count(0)


def test_a_group_is_deleted_and_its_people_go_to_another(groups):
    open_menu(groups, "Italy").get_by_text("Delete…").click()
    dialog = groups.get_by_role("dialog", name="Delete the group “Italy”?")
    expect(dialog.get_by_text("2 people in it")).to_be_visible()
    dialog.get_by_text("They go to another group").click()
    dialog.locator(".ts-control").click()
    groups.keyboard.type("spain")
    groups.keyboard.press("Enter")
    assert_sound(groups)
    dialog.get_by_role("button", name="Delete the group").click()
    toast(groups, "The group “Italy” is deleted.")
    expect(row(groups, "Spain").locator(".own")).to_have_text("2")
    expect(row(groups, "Travel").locator(".incl")).to_have_text("2")
    expect(link(groups, "Sicily")).to_be_visible()
    undo(groups)
    expect(link(groups, "Italy")).to_be_visible()
    expect(row(groups, "Spain").locator(".own")).to_have_text("1")


def test_people_are_put_into_a_group_by_name_and_taken_out(groups, cast):
    link(groups, "Spain").click()
    groups.get_by_role("link", name="Add people").click()
    expect(groups.locator(".ts-control input")).to_be_focused()
    groups.keyboard.type("henr")
    expect(groups.get_by_role("option", name="Henrik Vaas")).to_be_visible()
    groups.keyboard.press("Enter")
    groups.keyboard.type("duarte")
    expect(groups.get_by_role("option", name="Inês Duarte")).to_be_visible()
    groups.keyboard.press("Enter")
    groups.get_by_role("button", name="Add to group").click()
    toast(groups, "2 people are in “Spain” now.")
    expect(row(groups, "Spain").locator(".own")).to_have_text("3")
    expect(row(groups, "Travel").locator(".incl")).to_have_text("3")
    groups.get_by_label("Select Henrik Vaas").check()
    groups.get_by_label("Select Dana Whitfield").check()
    groups.get_by_role("button", name="Remove from group").click()
    toast(groups, "2 people are taken out of “Spain”.")
    expect(row(groups, "Spain").locator(".own")).to_have_text("1")
    undo(groups)
    expect(row(groups, "Spain").locator(".own")).to_have_text("3")


def test_pages_of_groups_are_sound(groups, ids):
    for path in ("/groups", "/groups/{Italy}", "/groups/new", "/groups/{Italy}/members/new"):
        follow(groups, path.format(**ids))
        assert_sound(groups)


def test_the_tree_is_a_drawer_on_a_phone(groups, ids):
    groups.set_viewport_size(PHONE)
    follow(groups, f"/groups/{ids['Italy']}")
    expect(link(groups, "Spain")).to_be_hidden()
    groups.get_by_label("Lists").first.click()
    link(groups, "Spain").click()
    expect(groups.get_by_role("heading", name="Spain", exact=True)).to_be_visible()
    assert db.session.scalar(select(Group.id).where(Group.name == "Spain")) == ids["Spain"]
