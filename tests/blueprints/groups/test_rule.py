"""Pages of rules: putting one together, saving it, who leaves, why somebody is in a group, its history."""

import re
from urllib.parse import quote

import pytest
from sqlalchemy import select

from tests.smart_groups.conftest import DAY, Doing, members
from tests.world import NOW
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.models import Group
from webapp.smart_groups.models import SmartGroup

Q = "state:US-CA kind:lead"


@pytest.fixture
def doing(world) -> Doing:
    return Doing(world.mona)


@pytest.fixture
def group(world) -> Group:
    group = add_group(Wanted("Leads CA"), by=world.mona, now=NOW)
    db.session.commit()
    return group


@pytest.fixture
def smart(doing, group) -> Group:
    doing.rule(group, Q)
    db.session.commit()
    return group


def row(key, operator, value, **more):
    return {"node": "1.1.r", "key-1": key, "op-1": operator, "value-1": value, **more}


def test_the_editor_begins_empty_and_says_what_is_put_together(admin, group):
    page = admin.get(f"/groups/{group.id}/rule").text
    assert "Say below who joins." in page
    form = {**row("kind", "is", "lead"), "was-1": "choice  kind"}
    page = admin.part("post", f"/groups/{group.id}/rule", form).text
    assert "Leads join this group." in page
    assert "kind:lead" in page


def test_errors_stand_in_place_and_nothing_typed_is_lost(admin, group):
    answer = admin.post(f"/groups/{group.id}/rule", {"do": "apply"})
    assert answer.status_code == 422
    assert "without a condition everybody would" in answer.text
    form = {**row("owner", "is", "me"), "was-1": "choice  owner", "do": "apply"}
    answer = admin.post(f"/groups/{group.id}/rule", form)
    assert answer.status_code == 422
    assert "means nobody to it" in answer.text
    assert 'value="me"' in answer.text


def test_before_saving_one_sees_how_many_and_who(admin, world, group):
    form = {**row("kind", "is", "lead"), "was-1": "choice  kind", "do": "apply"}
    answer = admin.post(f"/groups/{group.id}/rule", form)
    assert answer.location == f"/groups/{group.id}/rule/confirmation?q=kind%3Alead"
    page = admin.get(answer.location).text
    assert "1 person matches now" in page
    assert "Dana Whitfield" in page
    assert 'name="apply"' in page
    assert "checked" not in page


def test_applied_to_current_people_they_join(admin, world, group):
    answer = admin.post(f"/groups/{group.id}/rule/confirmation", {"q": Q, "apply": "1"})
    assert answer.location == f"/groups/{group.id}"
    assert members(group) == {world.people["dana"]}


def test_not_applied_they_do_not(admin, group):
    admin.post(f"/groups/{group.id}/rule/confirmation", {"q": Q})
    assert members(group) == set()
    assert db.session.get(SmartGroup, group.id) is not None


def test_the_card_has_the_sentence_and_the_figures(admin, smart):
    page = admin.get(f"/groups/{smart.id}/rule/card").text
    assert "Leads whose State is" in page.replace("<b>", "").replace("</b>", "")
    assert "match now" in page or "matches now" in page


def test_removing_the_rule_keeps_the_people(admin, world, doing, smart):
    doing.rule(smart, Q, apply=True)
    db.session.commit()
    admin.post(f"/groups/{smart.id}/rule/removal")
    assert db.session.scalar(select(SmartGroup)) is None
    assert members(smart) == {world.people["dana"]}


def test_mirror_asks_before_it_takes_anybody_out(admin, world, doing, smart):
    dana = world.people["dana"]
    doing.rule(smart, Q, apply=True)
    doing.edit(dana, kind="contact")
    db.session.commit()
    page = admin.post(f"/groups/{smart.id}/exit", {"exit": "mirror"}).text
    assert "Take 1 person out of" in page
    assert members(smart) == {dana}
    admin.post(f"/groups/{smart.id}/exit", {"exit": "mirror", "sure": "1"})
    assert members(smart) == set()


def test_a_bad_exit_keeps_what_was_typed(admin, smart):
    answer = admin.post(f"/groups/{smart.id}/exit", {"exit": "after", "exit_days": "soon"})
    assert answer.status_code == 422
    assert "Write a number of days" in answer.text
    assert 'value="soon"' in answer.text


def test_why_names_each_condition_with_what_the_person_has(admin, world, doing, smart):
    dana, henrik = world.people["dana"], world.people["henrik"]
    doing.rule(smart, Q, apply=True)
    db.session.commit()
    page = admin.get(f"/groups/{smart.id}/why/{dana}").text
    assert "is in" in page
    assert "California" in page
    assert "everything that it asks is met" in page
    page = admin.get(f"/groups/{smart.id}/why/{henrik}").text
    assert "is not in" in page
    assert "nothing there" in page
    assert "They never were in it." in page


def test_every_kind_of_condition_says_what_somebody_has(admin, world, doing, group):
    text = (
        "dana city:any name:~a email:any company:any company.name:any birthday:none contacted:never "
        "status:New stage:none -tag:any segment:none -expired:any owner:any office:Boston has:email kind:lead"
    )
    doing.rule(group, text, apply=True)
    db.session.commit()
    page = admin.get(f"/groups/{group.id}/why/{world.people['dana']}").text
    for words in ("Sacramento", "dana@example.com", "Whitfield Family Dental", "never", "Priya Raman"):
        assert words in page
    assert "not everything" not in page


def test_history_says_who_was_there_and_who_came_since(admin, world, doing, smart):
    dana, henrik = world.people["dana"], world.people["henrik"]
    doing.now = NOW - 5 * DAY
    doing.add(dana, smart)
    doing.now = NOW - DAY
    doing.add(henrik, smart)
    doing.remove(dana, smart)
    db.session.commit()
    page = admin.get(f"/groups/{smart.id}/history?on=2026-09-18").text
    assert "1 person. Since then 1 joined, 1 left." in page
    assert "Dana Whitfield" in page
    assert admin.get(f"/groups/{smart.id}/history?on=yesterday").status_code == 422


def test_a_filter_becomes_a_smart_group(admin, world):
    assert "Save as smart group" in admin.get(f"/people/filter?q={quote(Q)}").text
    page = admin.get(f"/groups/smart/new?q={quote(Q)}").text
    assert "New smart group" in page
    answer = admin.post("/groups/smart", {"q": Q, "name": ""})
    assert answer.status_code == 422
    answer = admin.post("/groups/smart", {"q": Q, "name": "Leads"})
    group = db.session.scalars(select(Group)).one()
    assert answer.location.startswith(f"/groups/{group.id}/rule/confirmation?q=")


def test_undo_asks_whether_people_also_leave_what_rules_put_them_into(admin, world, doing, smart):
    henrik = world.people["henrik"]
    doing.edit(henrik, kind="lead", country="US", state="US-CA")
    db.session.commit()
    at = f"/changes/{doing.last.id}/undo"
    assert "A rule put them in because of it." in admin.get(at).text
    admin.post(at, {"all_of_it": "1"})
    assert members(smart) == set()


READING = ("rule/card", "exit", "history", "why/1")
EDITING = ("rule", "rule/confirmation?q=kind%3Alead")


def test_those_who_may_not_edit_see_the_rule_but_no_way_to_change_it(read_only, smart):
    for path in READING:
        assert read_only.get(f"/groups/{smart.id}/{path}").status_code == 200
    for path in EDITING:
        assert read_only.get(f"/groups/{smart.id}/{path}").status_code == 403
    for path in ("rule", "rule/confirmation", "rule/removal", "exit"):
        assert read_only.post(f"/groups/{smart.id}/{path}", {"q": Q}).status_code == 403
    assert "Edit rule" not in read_only.get(f"/groups/{smart.id}").text
    assert "Save as smart group" not in read_only.get(f"/people/filter?q={quote(Q)}").text


def test_the_numbers_of_a_rule_are_those_of_the_people_whom_one_sees(admin, adviser, outsider, smart):
    for client, people in ((admin, 1), (adviser, 1), (outsider, 0)):
        card = client.get(f"/groups/{smart.id}/rule/card").text
        assert re.search(r"match(?:es)? now</dt><dd><a[^>]*>(\d+)", card)[1] == str(people)
    assert "Would take out" not in adviser.get(f"/groups/{smart.id}/exit").text


def test_a_group_of_another_office_is_not_there(world, outsider, doing):
    group = doing.smart("Boston's", Q, office_id=world.boston)
    db.session.commit()
    for path in (*READING, *EDITING):
        assert outsider.get(f"/groups/{group.id}/{path}").status_code == 404
    for path in ("rule", "rule/confirmation", "rule/removal", "exit"):
        assert outsider.post(f"/groups/{group.id}/{path}", {"q": Q}).status_code == 404


def test_somebody_whom_one_does_not_see_is_not_explained(world, outsider, smart):
    assert outsider.get(f"/groups/{smart.id}/why/{world.people['dana']}").status_code == 404
