"""`/selections`: put together in three steps, kept under a name, used, frozen, copied, deleted."""

import re

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.selections.models import Selection, SelectionPerson
from webapp.tags.administering import delete_tag
from webapp.tags.naming import found_tags

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

FORM = {
    "name": "Spring letter",
    "node": ["1.1.g", "4.2.r", "2.1.g", "5.2.r", "3.1.g", "6.2.r"],
    "match-1": "any",
    "match-2": "all",
    "match-3": "none",
    "key-4": "city",
    "op-4": "is",
    "was-4": "text  city",
    "value-4": ["Sacramento", "Lisbon"],
    "key-5": "has",
    "op-5": "is",
    "was-5": "choice  has",
    "value-5": "email",
    "key-6": "kind",
    "op-6": "is",
    "was-6": "choice  kind",
    "value-6": "customer",
}
EMPTY = {
    "name": "x",
    "node": ["1.1.g", "2.1.g", "3.1.g"],
    "match-1": "any",
    "match-2": "all",
    "match-3": "none",
}


def only() -> Selection:
    return db.session.scalars(select(Selection)).one()


def text(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture
def hers(adviser) -> int:
    """The id of a private one of Priya."""
    adviser.post("/selections", FORM)
    return only().id


@pytest.fixture
def shared(coordinator) -> int:
    """The id of one that Jonas shares."""
    coordinator.post(
        "/selections", {**EMPTY, "name": "Ours", "typed": "city:any OR city:none", "shared": "y"}
    )
    return only().id


def test_saving_leads_to_it_with_its_sentence(adviser):
    answer = adviser.post("/selections", FORM)
    assert answer.status_code == 303
    assert answer.location == f"/selections/{only().id}"
    page = text(adviser.get(answer.location))
    assert "whose City is Lisbon or Sacramento" in page
    assert "city:Lisbon,Sacramento has:email -kind:customer" in page
    assert "only you see it" in page


def test_sending_twice_saves_once(adviser):
    for _ in range(2):
        assert adviser.post("/selections", {**FORM, "request_key": "k" * 16}).status_code == 303
    assert only()


def test_without_any_there_is_an_explanation(adviser):
    page = text(adviser.get("/selections"))
    assert "No selections yet." in page
    assert "New selection" in page


def test_all_that_one_sees_are_listed_with_their_numbers_loaded_later(adviser, hers, shared_too):
    page = text(adviser.get("/selections"))
    assert "Spring letter" in page
    assert "Jonas Bauer" in page
    assert f'hx-get="/selections/{hers}/number"' in page
    assert text(adviser.get(f"/selections/{hers}/number")).strip() == "1"


@pytest.fixture
def shared_too(coordinator):
    coordinator.post("/selections", {**EMPTY, "name": "Ours", "typed": "kind:lead", "shared": "y"})


def test_what_is_wrong_stands_in_the_form_and_nothing_is_lost(adviser, hers):
    for wrong, words in (
        ({"name": ""}, "Give it a name."),
        ({"name": "spring LETTER"}, "There is a selection “spring LETTER” already."),
        ({"name": "Other", "shared": "y"}, "for those who edit segments"),
        ({"name": "Other", "value-4": ""}, "Write a value."),
        ({"name": "Other", "typed": "tag:nosuch"}, "There is no tag"),
        ({"name": "Other", "typed": ""}, "at least one condition"),
    ):
        answer = adviser.post("/selections", {**FORM, **wrong})
        assert answer.status_code == 422, wrong
        assert words in text(answer), wrong
        assert f'value="{wrong["name"]}"' in text(answer)
    assert only()


def test_a_form_that_is_none_of_ours_is_refused(adviser):
    for wrong in (
        {"node": ["1.1.g", "2.1.g"]},
        {"match-3": "any"},
        {"node": ["1.1.g", "4.2.g", "2.1.g", "3.1.g"]},
        {"do": "group:1"},
        {"do": "ask:9:tag"},
        {"do": "ask:1:email"},
        {"do": "up:4"},
        {"do": "without:x"},
        {"do": "nonsense"},
    ):
        assert adviser.post("/selections/steps", {**FORM, **wrong}).status_code == 422, wrong


def test_the_steps_answer_without_keeping_anything(adviser, world):
    answer = adviser.part("post", "/selections/steps", {**FORM, "do": "ask:3:tag"})
    page = text(answer)
    assert answer.status_code == 200
    assert "City is Lisbon or Sacramento" in page
    assert 'name="key-7"' in page
    assert 'data-focus="add-7-0"' in page
    assert 'value="Spring letter"' in text(adviser.post("/selections/steps", {**FORM, "do": "ask:3:tag"}))
    assert db.session.scalar(select(Selection)) is None
    page = text(adviser.part("post", "/selections/steps", {**FORM, "do": "without:5"}))
    assert "+1</b> without this" not in page
    assert "without this" in page


def test_groups_are_asked_for_with_their_subgroups_by_a_tick(admin, world):
    travel = add_group(Wanted("Travel", None, None), by=world.mona, now=NOW)
    add_group(Wanted("Italy", travel.id, None), by=world.mona, now=NOW)
    db.session.commit()
    row = {"key-4": "group", "op-4": "is", "was-4": "choice  group", "value-4": "Travel", "groups-4": "y"}
    form = {**EMPTY, "name": "Travel", "node": ["1.1.g", "4.2.r", "2.1.g", "3.1.g"], **row}
    page = text(admin.part("post", "/selections/steps", {**form, "under-4": "y"}))
    assert "in the group Travel" in page
    assert re.search(r'name="under-4" value="y" checked', page)
    page = text(admin.part("post", "/selections/steps", form))
    assert "directly in the group Travel" in page
    assert not re.search(r'name="under-4" value="y" checked', page)
    admin.post("/selections", form)
    page = text(admin.get(f"/selections/{only().id}/edit"))
    assert "directly in the group Travel" in page
    assert '<option value="in-group" selected hidden>Group</option>' in page


def test_it_goes_to_text_and_back(adviser):
    page = text(adviser.part("post", "/selections/steps", {**FORM, "do": "text"}))
    assert "city:Lisbon,Sacramento has:email -kind:customer</textarea>" in page
    typed = {"name": "x", "typed": "city:Boston -kind:lead", "do": "rows"}
    page = text(adviser.part("post", "/selections/steps", typed))
    assert 'value="Boston"' in page
    assert "textarea" not in page
    for wrong, words in (("(city:x kind:lead) OR has:email", "more than three steps"), ("city:", "missing")):
        answer = adviser.part("post", "/selections/steps", {**typed, "typed": wrong})
        assert answer.status_code == 422
        assert words in text(answer)


def test_what_is_richer_than_three_steps_opens_as_text(adviser):
    page = text(adviser.get("/selections/new?q=(city:x kind:lead) OR has:email"))
    assert "Whatever three steps cannot say stands here" in page
    assert adviser.get("/selections/new?q=tag:nosuch").status_code == 422
    assert 'value="Boston"' in text(adviser.get("/selections/new?q=city:Boston"))


def test_changing_it(adviser, hers):
    page = text(adviser.get(f"/selections/{hers}/edit"))
    assert 'value="Sacramento"' in page
    answer = adviser.post(f"/selections/{hers}", {**EMPTY, "name": "Summer", "typed": "kind:lead"})
    assert answer.status_code == 303
    assert only().name == "Summer"
    assert "kind:lead" in text(adviser.get(f"/selections/{hers}"))


def test_a_filter_can_become_what_one_that_there_is_means(adviser, hers):
    page = text(adviser.get("/selections/new?q=city:Boston"))
    assert f'href="/selections/{hers}/edit?q=city%3ABoston">Spring letter' in page
    page = text(adviser.get(f"/selections/{hers}/edit?q=city:Boston"))
    assert 'value="Boston"' in page
    assert 'value="Spring letter"' in page
    assert adviser.get(f"/selections/{hers}/edit?q=tag:nosuch").status_code == 422


def test_who_stops_the_sharing_of_somebody_elses_is_led_to_what_they_still_see(admin, shared):
    form = {**EMPTY, "name": "Ours", "typed": "kind:lead"}
    assert admin.post(f"/selections/{shared}", form).location == "/selections"
    assert admin.get(f"/selections/{shared}").status_code == 404


def test_somebody_elses_private_one_is_not_there(admin, outsider, read_only, hers):
    for client in (admin, outsider, read_only):
        for path in ("", "/number", "/edit", "/print"):
            assert client.get(f"/selections/{hers}{path}").status_code == 404
        for path in ("", "/deletion", "/copies", "/freezing", "/freezing/end"):
            assert client.post(f"/selections/{hers}{path}", FORM).status_code == 404
        assert client.post("/selections/steps", {**FORM, "selection": hers}).status_code == 404
        assert "Spring letter" not in text(client.get("/selections"))


def test_a_viewer_looks_at_shared_ones_and_changes_none(read_only, shared):
    page = text(read_only.get(f"/selections/{shared}"))
    assert "shared with everybody" in page
    assert "/people/export" not in page
    assert "Freeze" not in page
    assert "Add to group" not in page
    assert read_only.get(f"/selections/{shared}/print").status_code == 200
    for path in ("", "/deletion", "/freezing", "/freezing/end"):
        assert read_only.post(f"/selections/{shared}{path}", FORM).status_code in (403, 404)
    assert read_only.post(f"/selections/{shared}/copies").status_code == 303


def test_a_wrong_method_is_refused(adviser, hers):
    for path in ("deletion", "copies", "freezing", "freezing/end"):
        assert adviser.get(f"/selections/{hers}/{path}").status_code == 405
    assert adviser.post(f"/selections/{hers}/number").status_code == 405


def test_a_frozen_one_is_a_list_of_those_whom_the_freezer_sees(coordinator, adviser, outsider, world, shared):
    assert coordinator.post(f"/selections/{shared}/freezing").location == f"/selections/{shared}"
    held = set(db.session.scalars(select(SelectionPerson.person_id)))
    assert held == {world.people["dana"], world.people["henrik"]}
    for client, number in ((coordinator, "2"), (adviser, "1"), (outsider, "0")):
        assert text(client.get(f"/selections/{shared}/number")).strip() == number
    page = text(outsider.get(f"/selections/{shared}/print"))
    assert "Nobody is in it." in page
    page = text(coordinator.get("/people?q=selection:ours"))
    assert "Dana Whitfield" in page
    assert "in the selection" in page
    coordinator.post(f"/selections/{shared}/freezing/end")
    assert coordinator.get("/people?q=selection:ours").status_code == 422


def test_the_export_of_one_has_exactly_its_people(adviser, hers):
    adviser.post(f"/selections/{hers}/freezing")
    lines = text(adviser.post("/people/export", {"q": 'selection:"Spring letter"'})).splitlines()
    assert len(lines) == 2
    assert "Dana" in lines[1]


def test_its_people_can_be_changed_together(coordinator, shared):
    page = text(coordinator.get(f"/selections/{shared}"))
    assert 'name="list" value="q=' in page
    form = {"all": "1", "list": "q=city%3Aany+OR+city%3Anone", "back": f"/selections/{shared}"}
    answer = coordinator.post("/bulk", {**form, "action": "groups"})
    assert answer.status_code == 303
    assert answer.location.endswith("/groups")


def test_a_copy_is_ones_own(adviser, shared):
    for _ in range(2):
        answer = adviser.post(f"/selections/{shared}/copies", {"request_key": "k" * 16})
    page = text(adviser.get(answer.location))
    assert "Ours copy" in page
    assert "Ours copy 2" not in text(adviser.get("/selections"))
    assert "only you see it" in page


def test_a_deleted_one_is_taken_back_by_whoever_did_it(adviser, outsider, admin, hers):
    answer = adviser.post(f"/selections/{hers}/deletion")
    assert answer.location == "/selections"
    undo = re.search(r"/changes/\d+/undo", text(adviser.get("/selections")))[0]
    assert adviser.get(f"/selections/{hers}").status_code == 404
    for client in (outsider, admin):
        assert client.post(undo).status_code == 404
        assert "Spring letter" not in text(client.get("/activity?whose=all"))
    assert adviser.post(undo).status_code == 303
    assert adviser.get(f"/selections/{hers}").status_code == 200
    page = text(adviser.get("/activity"))
    assert "Took back: Deleted the selection Spring letter" in page
    assert "Saved the selection Spring letter" in page


def test_one_whose_tag_was_deleted_says_so_and_is_mended(admin, world):
    vip, _press = found_tags(["vip", "press"], now=NOW)
    db.session.commit()
    admin.post("/selections", {**EMPTY, "name": "VIPs", "typed": "tag:vip,press kind:lead -tag:vip"})
    mine = only().id
    delete_tag(vip, by=world.mona, now=NOW)
    db.session.commit()
    page = text(admin.get(f"/selections/{mine}"))
    assert "A tag that is asked for was deleted." in page
    assert "Mend it" in page
    assert "Paused: A tag" in text(admin.get("/selections"))
    assert "paused" in text(admin.get(f"/selections/{mine}/number"))
    assert admin.get(f"/selections/{mine}/print").status_code == 422
    assert admin.post(f"/selections/{mine}/freezing").status_code == 422
    page = text(admin.get(f"/selections/{mine}/edit"))
    assert "It was left out below" in page
    assert "kind:lead tag:press" in page or "tag:press kind:lead" in page
