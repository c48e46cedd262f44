"""Adding, renaming, moving, archiving, merging and deleting groups, each with what takes it back."""

import pytest

from tests.blueprints.groups.conftest import fresh, members, shape, undo_last

WRITING = ("name", "place", "archive", "archive/end", "merging", "deletion")


@pytest.mark.parametrize("path", ["new", *(f"{{}}/{path}" for path in WRITING)])
def test_only_those_who_may_edit_groups_arrange_them(adviser, read_only, outsider, coordinator, groups, path):
    for client in (adviser, read_only):
        assert client.post("/groups/" + path.format(groups.italy), {"name": "X"}).status_code == 403
    if "{}" in path:
        assert coordinator.post("/groups/" + path.format(groups.fado), {"name": "X"}).status_code == 404
    assert shape() == {"Travel": {"Italy": {"Sicily": {}}, "Spain": {}}, "Fado": {}}


def test_a_group_is_added_on_top_below_and_beside(coordinator, groups):
    coordinator.post("/groups/new", {"name": "Fair"})
    coordinator.post("/groups/new", {"name": "Rome", "parent_id": groups.italy})
    form = coordinator.get(f"/groups/new?after={groups.italy}").text
    assert f'name="after" value="{groups.italy}"' in form
    answer = coordinator.post(
        "/groups/new", {"name": "Malta", "parent_id": groups.travel, "after": groups.italy}
    )
    assert answer.status_code == 303
    assert list(shape()["Travel"]) == ["Italy", "Malta", "Spain"]
    assert shape()["Travel"]["Italy"] == {"Sicily": {}, "Rome": {}}
    undo_last(coordinator)
    assert list(shape()["Travel"]) == ["Italy", "Spain"]


def test_a_group_is_made_with_people_once(coordinator, groups, world):
    people = [world.people["dana"], world.people["henrik"]]
    form = coordinator.get(f"/groups/new?people={people[0]},{people[1]}").text
    assert form.count(" selected>") >= 2
    wanted = {"name": "Stand", "people": [*people, world.people["ines"]], "request_key": "k"}
    first, again = (coordinator.post("/groups/new", wanted) for _ in range(2))
    assert first.location == again.location
    made = int(first.location.rpartition("/")[2])
    assert members(made) == set(people)
    undo_last(coordinator)
    assert "Stand" not in shape()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Give the group a name."),
        ({"name": "x" * 61}, "at most 60"),
        ({"name": "TRAVEL"}, "There is a group “TRAVEL” here already."),
        ({"parent_id": "999"}, "valid choice"),
        ({"parent_id": "x"}, "valid choice"),
    ],
)
def test_what_is_wrong_with_a_group_is_said_and_nothing_is_lost(coordinator, groups, wrong, words):
    answer = coordinator.post("/groups/new", {"name": "Fair", **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Fair" not in shape()


def test_a_group_of_an_office_is_known_there_alone(admin, coordinator, groups, world):
    made = admin.post("/groups/new", {"name": "Fado 2", "office_id": world.lisbon}).location
    assert coordinator.get(made).status_code == 404
    assert coordinator.post("/groups/new", {"name": "X", "office_id": world.lisbon}).status_code == 422


def test_a_group_is_renamed(coordinator, groups):
    assert 'value="Italy"' in coordinator.part("get", f"/groups/{groups.italy}/name").text
    assert coordinator.post(f"/groups/{groups.italy}/name", {"name": "Italia"}).status_code == 303
    assert fresh(groups.italy).name == "Italia"
    undo_last(coordinator)
    assert fresh(groups.italy).name == "Italy"
    refused = coordinator.post(f"/groups/{groups.italy}/name", {"name": "Spain"})
    assert refused.status_code == 422
    assert "“Spain” here already" in refused.text
    in_tree = coordinator.part("post", f"/groups/{groups.italy}/name", {"name": "", "of": "tree"})
    assert "<dialog" in in_tree.text


def test_a_group_is_moved_by_the_dialog_and_back(coordinator, groups):
    assert "Travel › Spain" in coordinator.get(f"/groups/{groups.italy}/place").text
    coordinator.post(f"/groups/{groups.italy}/place", {"parent": groups.spain})
    assert shape()["Travel"] == {"Spain": {"Italy": {"Sicily": {}}}}
    undo_last(coordinator)
    coordinator.post(f"/groups/{groups.italy}/place", {"parent": ""})
    assert shape()["Italy"] == {"Sicily": {}}


def test_a_group_is_dropped_before_or_after_another(coordinator, groups):
    move = f"/groups/{groups.sicily}/place"
    answer = coordinator.post(move, {"beside": groups.italy, "side": "before", "shown": groups.spain})
    assert answer.location == f"/groups/{groups.spain}"
    assert list(shape()["Travel"]) == ["Sicily", "Italy", "Spain"]
    assert (
        coordinator.post(move, {"beside": groups.spain, "side": "after", "shown": ""}).location == "/groups"
    )
    assert list(shape()["Travel"]) == ["Italy", "Spain", "Sicily"]


def test_a_circle_is_refused_in_words(coordinator, groups):
    answer = coordinator.post(f"/groups/{groups.travel}/place", {"parent": groups.sicily})
    assert answer.status_code == 422
    assert "“Travel” cannot stand below itself." in answer.text
    dropped = coordinator.post(f"/groups/{groups.travel}/place", {"parent": groups.sicily, "shown": ""})
    assert "cannot stand below itself" in coordinator.get(dropped.location).text
    for wrong in ({"parent": groups.fado}, {"beside": groups.fado, "side": "after"}):
        assert coordinator.post(f"/groups/{groups.italy}/place", wrong).status_code == 404
    assert list(shape()) == ["Travel", "Fado"]


def test_a_group_is_archived_and_brought_back(coordinator, groups):
    for _ in range(2):
        coordinator.post(f"/groups/{groups.italy}/archive")
    assert fresh(groups.italy).archived_at
    assert "Bring it back" in coordinator.get(f"/groups/{groups.italy}").text
    coordinator.post(f"/groups/{groups.italy}/archive/end")
    assert fresh(groups.italy).archived_at is None
    undo_last(coordinator)
    assert fresh(groups.italy).archived_at


def test_groups_are_merged(coordinator, groups, world):
    groups.put(["dana"], groups.spain)
    groups.put(["dana", "henrik"], groups.italy)
    assert "2 people come into that group" in coordinator.get(f"/groups/{groups.italy}/merging").text
    answer = coordinator.post(f"/groups/{groups.italy}/merging", {"into": groups.spain})
    assert answer.location == f"/groups/{groups.spain}"
    assert members(groups.spain) == {world.people["dana"], world.people["henrik"]}
    assert shape()["Travel"] == {"Spain": {"Sicily": {}}}
    undo_last(coordinator)
    assert members(groups.spain) == {world.people["dana"]}
    assert shape()["Travel"] == {"Italy": {"Sicily": {}}, "Spain": {}}


@pytest.mark.parametrize(
    ("into", "code"), [("", 422), ("x", 422), ("itself", 422), ("hidden", 404), ("999", 404)]
)
def test_a_merge_into_what_cannot_be_changes_nothing(coordinator, groups, into, code):
    into = {"itself": groups.italy, "hidden": groups.fado}.get(into, into)
    assert coordinator.post(f"/groups/{groups.italy}/merging", {"into": into}).status_code == code
    assert "Italy" in shape()["Travel"]


def test_a_group_is_deleted_and_its_people_go_to_another(coordinator, groups, world):
    groups.put(["dana"], groups.italy)
    groups.put(["henrik"], groups.sicily)
    question = coordinator.get(f"/groups/{groups.italy}/deletion").text
    assert "1 person in it" in question
    assert "One group stands below it" in question
    answer = coordinator.post(
        f"/groups/{groups.italy}/deletion", {"people": "move", "into": groups.spain, "subgroups": "too"}
    )
    assert answer.location == f"/groups/{groups.travel}"
    assert shape()["Travel"] == {"Spain": {}}
    assert members(groups.spain) == {world.people["dana"], world.people["henrik"]}
    undo_last(coordinator)
    assert shape()["Travel"] == {"Italy": {"Sicily": {}}, "Spain": {}}
    assert members(groups.spain) == set()


def test_a_deletion_lets_people_leave_and_subgroups_move_up(coordinator, groups):
    groups.put(["dana"], groups.italy)
    coordinator.post(f"/groups/{groups.italy}/deletion", {"people": "leave", "subgroups": "up"})
    assert shape()["Travel"] == {"Spain": {}, "Sicily": {}}
    assert members(groups.italy) == set()


def test_a_deletion_that_cannot_be_is_asked_again_as_it_was_answered(coordinator, groups):
    groups.put(["dana"], groups.italy)
    asked = coordinator.post(
        f"/groups/{groups.italy}/deletion", {"people": "move", "into": groups.sicily, "subgroups": "too"}
    )
    assert asked.status_code == 422
    assert "Choose another group than those that go." in asked.text
    assert 'value="move" checked' in asked.text
    assert 'value="too" checked' in asked.text
    assert (
        "Choose the group that takes"
        in coordinator.post(f"/groups/{groups.italy}/deletion", {"people": "move"}).text
    )
    assert "Italy" in shape()["Travel"]


def test_writing_addresses_are_only_written_to(coordinator, groups):
    for path in ("archive", "archive/end", "members", "members/removal"):
        assert coordinator.get(f"/groups/{groups.italy}/{path}").status_code == 405, path
