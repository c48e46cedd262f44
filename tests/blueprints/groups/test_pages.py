"""/groups and the page of a group: what one sees of the tree, of numbers and of people."""

import re

import pytest

from tests.blueprints.groups.conftest import fresh
from webapp.blueprints.groups.group_page.tree import TURNED
from webapp.db import db
from webapp.groups.models import Group


def numbers_of(page: str, group_id: int) -> list[str]:
    """What the tree says of a group: own, with subgroups."""
    row = page.partition(f'<a href="/groups/{group_id}"')[2].partition("</li>")[0]
    return re.findall(r'<span class="(?:own|incl)">([^<]*)</span>', row)[:2]


def test_the_tree_shows_own_and_inclusive_numbers_each_once(admin, groups):
    groups.put(["dana", "henrik"], groups.sicily)
    groups.put(["dana"], groups.spain)
    page = admin.get("/groups").text
    assert numbers_of(page, groups.travel) == ["·", "2"]
    assert numbers_of(page, groups.sicily) == ["2", ""]
    assert numbers_of(page, groups.fado) == ["0", ""]


def test_numbers_and_names_go_by_what_one_sees(coordinator, outsider, adviser, groups):
    groups.put(["dana", "henrik", "ines"], groups.italy)
    for client, number, names in (
        (coordinator, "2", {"Dana Whitfield", "Henrik Vaas"}),
        (outsider, "1", {"Inês Duarte"}),
        (adviser, "1", {"Dana Whitfield"}),
    ):
        page = client.get(f"/groups/{groups.italy}").text
        assert numbers_of(page, groups.italy)[0] == number
        seen = {name for name in ("Dana Whitfield", "Henrik Vaas", "Inês Duarte") if name in page}
        assert seen == names


def test_groups_of_another_office_are_as_if_there_were_none(coordinator, outsider, groups):
    assert "Fado" not in coordinator.get("/groups").text
    assert "Fado" in outsider.get("/groups").text
    for path in ("", "/menu", "/name", "/place", "/merging", "/deletion", "/members/new"):
        assert coordinator.get(f"/groups/{groups.fado}{path}").status_code == 404, path
        assert coordinator.get(f"/groups/999999{path}").status_code == 404, path
        assert outsider.get(f"/groups/{groups.fado}{path}").status_code == 200, path


def test_a_group_tells_why_somebody_is_in_it_and_leads_to_everybody(admin, groups):
    groups.put(["dana"], groups.sicily)
    page = admin.get(f"/groups/{groups.sicily}").text
    assert "By hand, Mona Keller" in page
    assert 'href="/people?q=in-group%3ASicily"' in page
    assert admin.get("/people?q=in-group%3ASicily").text.count("Dana Whitfield")


def test_whoever_may_not_edit_groups_sees_no_button_for_it(adviser, read_only, groups):
    groups.put(["dana"], groups.italy)
    page = adviser.get(f"/groups/{groups.italy}").text
    assert "Add people" in page
    assert "Remove from group" in page
    for words in (">Archive<", f"/groups/{groups.italy}/menu", 'href="/groups/new', "Rename Italy"):
        assert words not in page, words
    page = read_only.get(f"/groups/{groups.italy}").text
    for words in ("Add people", "Remove from group", "data-select-row"):
        assert words not in page, words


def test_what_one_opened_or_closed_stays_so(admin, groups):
    def is_open(page, name):
        return re.search(f'aria-expanded="(true|false)" aria-label="Subgroups of {name}"', page)[1] == "true"

    page = admin.get("/groups").text
    assert (is_open(page, "Travel"), is_open(page, "Italy")) == (True, False)
    admin.flask_client.set_cookie(TURNED, f"{groups.travel}.{groups.italy}.x.99999999999999999999")
    page = admin.get("/groups").text
    assert (is_open(page, "Travel"), is_open(page, "Italy")) == (False, True)
    assert is_open(admin.get(f"/groups/{groups.sicily}").text, "Travel")


def test_archived_groups_stand_below_the_others(admin, groups):
    admin.post(f"/groups/{groups.italy}/archive")
    page = admin.get("/groups").text
    assert page.index(">Archived<") < page.index("Italy") < page.index("Sicily")
    below = admin.get(f"/groups/{groups.sicily}").text
    assert "It is archived with" in below
    assert "Add people" not in below


def test_a_deleted_group_is_gone(admin, groups):
    db.session.get(Group, groups.spain).retired_at = 1
    db.session.commit()
    assert admin.get(f"/groups/{groups.spain}").status_code == 404
    assert fresh(groups.spain) is not None


def test_empty_pages_say_what_to_do(admin, read_only):
    assert "New group" in admin.get("/groups").text
    assert "Whoever may edit groups adds them here." in read_only.get("/groups").text


@pytest.mark.parametrize("path", ["", "/menu"])
def test_pages_are_only_read(admin, groups, path):
    assert admin.post(f"/groups/{groups.italy}{path}").status_code == 405
