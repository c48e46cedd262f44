"""The question before any bulk action: what it shows and refuses, and how many it changes at once."""

import re

import pytest
from sqlalchemy import func, select

from tests.blueprints.bulk.conftest import newest_set, send, toast, values_of
from webapp.activity.models import ChangeSet, Event
from webapp.activity.tracking import open_change_set
from webapp.bulk.models import BulkRun
from webapp.db import db
from webapp.people.models import Person
from webapp.people.trashing import move_to_trash
from webapp.tags.models import PersonTag, Tag
from webapp.tags.of_person import tags_of


def test_the_question_shows_before_and_after_and_who_stays(admin, both, do, ask):
    do(admin, both[:1], "tags", mode="add", tags=["VIP"])
    address = ask(admin, both, "tags")
    shown = admin.get(f"{address}/preview?mode=add&tags=VIP").text
    assert "<b>1 person</b> gets the tag “VIP”. The other one stays as it is." in shown
    assert "Henrik Vaas" in shown
    assert "Dana Whitfield" not in shown
    do(admin, both, "tags", mode="add", tags=["VIP"])
    assert "<b>Nobody changes.</b>" in admin.get(f"{address}/preview?mode=add&tags=VIP").text


def test_the_button_says_what_the_question_asks(admin, both, ask):
    page = admin.get(ask(admin, both, "trash")).text
    assert "Move 2 people to the trash?" in page
    assert re.search(r"<button[^>]*>Move 2 people to the trash<", page)


def test_a_preview_changes_nothing_and_names_what_lacks(admin, both, ask):
    before = newest_set().id
    for action in ("segments", "tags", "stage", "status", "kind", "owner", "office", "field", "trash"):
        assert admin.get(f"{ask(admin, both, action)}/preview").status_code == 200
    assert newest_set().id == before
    assert "Choose one of the statuses." in admin.get(f"{ask(admin, both, 'status')}/preview").text


@pytest.mark.parametrize(
    ("action", "answers"),
    [
        ("tags", {}),
        ("segments", {"segments": "999"}),
        ("stage", {"stage": "999"}),
        ("tags", {"mode": "add", "tags": "x" * 70}),
        ("tags", {"mode": "remove", "off": "none of them"}),
        ("status", {"status": "9999"}),
        ("kind", {"to": "emperor"}),
        ("kind", {"to": "back"}),
        ("owner", {"owner": "9" * 30}),
        ("office", {"office": "x"}),
        ("field", {}),
        ("field", {"field": "nope"}),
        ("field", {"field": "first", "first": "Ann"}),
        ("field", {"field": "birthday", "birthday": "soon"}),
        ("field", {"field": "city", "city": " "}),
    ],
)
def test_an_answer_that_lacks_or_cannot_be_is_a_422_that_says_so(admin, both, do, action, answers):
    before = newest_set().id
    answer = do(admin, both, action, **answers)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert newest_set().id == before


def test_the_same_bulk_sent_twice_has_one_effect(admin, both, ask):
    address = ask(admin, both, "field")
    form = {"people": "2", "field": "city", "city": "Salem", "request_key": "once"}
    first, second = admin.post(address, form), admin.post(address, form)
    assert first.location == second.location == "/people"
    assert db.session.scalar(select(func.count()).where(ChangeSet.title.contains("Salem"))) == 1
    assert db.session.scalar(select(func.count()).where(Event.change_set_id == newest_set().id)) == 2


def test_a_list_that_changes_cannot_change_the_target(admin, world, both, ask):
    address = ask(admin, [], "tags", all="1", list="q=city%3ASacramento")
    late = world.person(first="Late", city="Sacramento")
    db.session.commit()
    send(admin, address, mode="add", tags="VIP")
    tagged = set(db.session.scalars(select(PersonTag.person_id)))
    assert tagged == {world.people["dana"]}
    assert late not in tagged


def test_who_went_since_the_question_is_told_before_the_rest_changes(admin, world, both, ask):
    address = ask(admin, both, "tags")
    admin.get(address)
    now = {"by": world.mona, "now": 1}
    move_to_trash(both[:1], **now, change_set=open_change_set("trash", "Trashed", **now))
    db.session.commit()
    answer = admin.post(address, {"people": "2", "mode": "add", "tags": "VIP"})
    assert answer.status_code == 409
    assert "1 of the 2 you chose is not there any more." in answer.text
    assert tags_of(both[1]) == []
    assert send(admin, address, mode="add", tags="VIP").status_code == 303
    assert len(tags_of(both[1])) == 1


def test_where_nobody_changes_there_is_nothing_to_take_back(admin, both, do):
    do(admin, both, "field", field="city", city="Salem")
    before = newest_set().id
    do(admin, both, "field", field="city", city="Salem")
    assert "Nobody was changed: they are so already." in toast(admin)
    assert newest_set().id == before


def test_exactly_200_change_at_once_and_a_201st_is_refused(adviser, crowd, do, ask):
    do(adviser, crowd[:200], "field", field="city", city="Salem")
    salem = select(func.count()).where(Person.city == "Salem")
    assert (newest_set().people, db.session.scalar(salem)) == (200, 200)
    answer = adviser.post("/bulk", {"people": crowd, "action": "field"})
    assert answer.status_code == 422


def test_the_limit_holds_for_a_choice_that_was_made_for_an_export(adviser, crowd, ask):
    export = ask(adviser, crowd, "export")
    address = f"/bulk/{export.rpartition('=')[2]}/field"
    answer = send(adviser, address, field="city", city="Salem", yes="1")
    assert answer.status_code == 422
    assert "at most 200 people at a time" in answer.text
    assert db.session.scalar(select(func.count()).select_from(BulkRun)) == 0


def test_more_than_200_need_a_yes_and_run_as_a_job(coordinator, crowd, do):
    refused = do(coordinator, crowd, "field", field="city", city="Salem")
    assert refused.status_code == 422
    assert "Tick that all of them are to be changed." in refused.text
    begun = do(coordinator, crowd, "field", field="city", city="Salem", yes="1")
    assert begun.location == f"/changes/{newest_set().id}"
    page = coordinator.get(begun.location).text
    assert "0 of 201" in page
    assert "You can leave this page" in page
    assert "at work" in coordinator.get("/activity").text


def test_ones_run_can_be_stopped_by_oneself(coordinator, adviser, outsider, crowd, do):
    begun = do(coordinator, crowd, "field", field="city", city="Salem", yes="1")
    stop = f"/bulk/runs/{begun.location.rpartition('/')[2]}/stop"
    assert adviser.post(stop).status_code == outsider.post(stop).status_code == 404
    assert coordinator.post(stop).location == begun.location
    assert db.session.scalar(select(BulkRun.stopped_at)) is not None


def test_a_deleted_tag_name_and_case_make_one_tag(admin, both, do):
    do(admin, both, "tags", mode="add", tags=["vip", "VIP", " Vip "])
    assert db.session.scalar(select(func.count()).select_from(Tag)) == 1


def test_without_scripts_one_looks_first(admin, both, ask):
    address = ask(admin, both, "field")
    page = admin.post(address, {"people": "2", "field": "city", "city": "Salem", "look": "1"})
    assert page.status_code == 200
    assert "<b>2 people</b> get another value." in page.text
    assert {v["city"] for v in values_of(*both)} == {"Sacramento", ""}


def test_viewers_and_strangers_get_nowhere(read_only, outsider, admin, both, ask):
    address = ask(admin, both, "tags")
    for path in (address, f"{address}/preview"):
        assert read_only.get(path).status_code == 403
        assert outsider.get(path).status_code == 404
    assert read_only.post(address).status_code == 403
    assert outsider.post(address).status_code == 404
    assert admin.get(address.replace("tags", "nothing")).status_code == 404
    assert admin.delete(address).status_code == 405
