"""Putting people into a group by hand and taking them out."""

import pytest

from tests.blueprints.groups.conftest import members, undo_last


def test_people_are_put_into_a_group_and_taken_out(adviser, coordinator, groups, world):
    dana, henrik = world.people["dana"], world.people["henrik"]
    assert coordinator.get(f"/groups/{groups.italy}/members/new").status_code == 200
    answer = coordinator.post(f"/groups/{groups.italy}/members", {"people": [dana, henrik]})
    assert "2 people are in “Italy” now." in coordinator.get(answer.location).text
    assert members(groups.italy) == {dana, henrik}
    answer = adviser.post(f"/groups/{groups.italy}/members/removal", {"people": [dana]})
    assert "1 person is taken out of “Italy”." in adviser.get(answer.location).text
    assert members(groups.italy) == {henrik}
    undo_last(adviser)
    assert members(groups.italy) == {dana, henrik}


def test_nobody_is_reached_whom_one_does_not_see(adviser, groups, world):
    groups.put(["henrik"], groups.italy)
    answer = adviser.post(
        f"/groups/{groups.italy}/members", {"people": [world.people["ines"], "x", "-1", 2**63]}
    )
    assert answer.status_code == 422
    assert "Choose at least one" in answer.text
    answer = adviser.post(f"/groups/{groups.italy}/members/removal", {"people": world.people["henrik"]})
    assert "Nothing was to be changed." in adviser.get(answer.location).text
    assert members(groups.italy) == {world.people["henrik"]}


def test_more_than_200_at_a_time_are_refused(adviser, groups):
    many = ",".join(map(str, range(1, 202)))
    for path in ("members", "members/removal"):
        assert adviser.post(f"/groups/{groups.italy}/{path}", {"people": many}).status_code == 422


def test_nobody_joins_an_archived_group(coordinator, groups, world):
    coordinator.post(f"/groups/{groups.italy}/archive")
    answer = coordinator.post(f"/groups/{groups.italy}/members", {"people": world.people["dana"]})
    assert answer.status_code == 422
    assert "Bring it back first." in answer.text


@pytest.mark.parametrize("path", ["members", "members/removal"])
def test_viewers_and_outsiders_change_nobody(read_only, coordinator, groups, world, path):
    assert read_only.post(f"/groups/{groups.italy}/{path}", {"people": 1}).status_code == 403
    assert coordinator.post(f"/groups/{groups.fado}/{path}", {"people": 1}).status_code == 404


def test_people_are_found_by_name_while_one_types(adviser, read_only, groups, world):
    assert (
        f'<option value="{world.people["dana"]}">Dana Whitfield · dana@example.com</option>'
        in adviser.get("/groups/people?q=whit").text
    )
    for nothing in ("", "henrik", '"', "-group:x", "zzz"):
        assert "<option" not in adviser.get("/groups/people", query_string={"q": nothing}).text, nothing
    assert read_only.get("/groups/people?q=d").status_code == 403
    assert adviser.post("/groups/people").status_code == 405
