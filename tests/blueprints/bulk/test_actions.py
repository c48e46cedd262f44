"""Each bulk action over HTTP: the question, what it shows, what it does, and undo."""

import pytest
from sqlalchemy import func, select

from tests.blueprints.bulk.conftest import newest_set, toast, values_of
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.companies.models import Company
from webapp.db import db
from webapp.fields.arranging import add_field, add_section
from webapp.fields.catalogue import catalogue
from webapp.groups.arranging import Wanted as GroupWanted
from webapp.groups.arranging import add_group
from webapp.groups.membership import Cause, add_to_groups
from webapp.groups.models import PersonGroup
from webapp.groups.naming import tree
from webapp.people.counting import wrong_counters
from webapp.people.editing import load_values
from webapp.people.models import Person
from webapp.pipelines.stages import pipelines
from webapp.pipelines.statuses import status_named
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.models import PersonSegment, Segment
from webapp.smart_groups.models import SmartGroup
from webapp.tags.models import PersonTag
from webapp.tags.of_person import tags_of


def take_back(client):
    assert client.post(f"/changes/{newest_set().id}/undo").status_code == 303


def test_tags_are_put_on_made_where_they_are_new_and_taken_back(admin, both, do):
    answer = do(admin, both, "tags", mode="add", tags=["Trade fair", "VIP"])
    assert answer.location == "/people"
    assert "Tagged 2 people “Trade fair” and “VIP”." in toast(admin)
    assert [[tag.name for tag in tags_of(i)] for i in both] == [["Trade fair", "VIP"]] * 2
    assert (newest_set().people, newest_set().kind) == (2, "tag")
    take_back(admin)
    assert db.session.scalar(select(func.count()).select_from(PersonTag)) == 0
    assert wrong_counters() == {}


def test_tags_are_taken_off(admin, both, do):
    do(admin, both, "tags", mode="add", tags=["VIP", "Press"])
    do(admin, both, "tags", mode="remove", off=["VIP"])
    assert [[tag.name for tag in tags_of(i)] for i in both] == [["Press"]] * 2
    assert newest_set().title == "Removed the tag “VIP”"
    take_back(admin)
    assert [len(tags_of(i)) for i in both] == [2, 2]


@pytest.fixture
def two_segments():
    """Past clients with a reminder of 30 days, and Press without one."""
    wanted = {"hue": "teal", "office_id": None, "counts_automatic": False}
    made = [
        add_segment(Wanted(name=name, reminder_days=days, **wanted), now=NOW).id
        for name, days in (("Past clients", 30), ("Press", None))
    ]
    db.session.commit()
    return made


def segments_of(person_id) -> set[int]:
    mine = select(PersonSegment.segment_id).where(PersonSegment.person_id == person_id)
    return set(db.session.scalars(mine))


def ask_page(client, people, ask) -> str:
    return client.get(ask(client, people, "segments")).text


def test_people_join_segments_and_leave_them_and_have_exactly_these(admin, both, do, two_segments):
    past, press = two_segments
    do(admin, both, "segments", mode="add", segments=[past])
    assert "Added 2 people to “Past clients”." in toast(admin)
    do(admin, both[:1], "segments", mode="replace", segments=[press])
    assert (segments_of(both[0]), segments_of(both[1])) == ({press}, {past})
    do(admin, both, "segments", mode="remove", segments=[past])
    assert (segments_of(both[0]), segments_of(both[1])) == ({press}, set())
    take_back(admin)
    assert segments_of(both[1]) == {past}
    assert newest_set().people == 1
    assert wrong_counters() == {}


def test_who_edits_segments_makes_a_new_one_there(admin, both, ask, do, two_segments):
    assert 'name="new"' in ask_page(admin, both, ask)
    do(admin, both, "segments", mode="add", segments=two_segments[:1], new="Fair leads")
    made = db.session.scalars(select(Segment).where(Segment.name == "Fair leads")).one()
    assert [segments_of(i) for i in both] == [{two_segments[0], made.id}] * 2
    assert "Added the segment Fair leads" in admin.get("/activity").text
    refused = do(admin, both, "segments", mode="add", new="fair LEADS")
    assert (refused.status_code, "already. Tick it." in refused.text) == (422, True)
    do(admin, both, "segments", mode="remove", segments=two_segments[:1], new="Other")
    assert db.session.scalar(select(Segment).where(Segment.name == "Other")) is None


def test_who_does_not_edit_segments_makes_none(adviser, ask, do, world, two_segments):
    own = [world.people["dana"]]
    assert 'name="new"' not in ask_page(adviser, own, ask)
    do(adviser, own, "segments", mode="add", segments=two_segments[:1], new="Mine")
    assert db.session.scalar(select(Segment).where(Segment.name == "Mine")) is None


def test_leaving_all_segments_needs_to_be_said(admin, both, do, two_segments):
    do(admin, both, "segments", mode="add", segments=two_segments)
    assert do(admin, both, "segments", mode="replace").status_code == 422
    do(admin, both, "segments", mode="replace", none="1")
    assert [segments_of(i) for i in both] == [set(), set()]


def test_the_question_says_who_is_overdue_at_once(admin, both, ask, two_segments):
    past, _ = two_segments
    db.session.get_one(Person, both[0]).last_contact_at = NOW - 69 * 86_400
    db.session.commit()
    address = ask(admin, both, "segments")
    assert "none of 2 in it" in admin.get(address).text
    shown = admin.get(f"{address}/preview?segments={past}").text
    assert "<b>2 people</b> join the segment “Past clients”." in shown
    assert "One of them is overdue at once in “Past clients” (30 days): Dana by 39 d." in shown


def test_segments_of_another_office_are_out_of_reach(coordinator, world, do, both):
    wanted = Wanted(
        name="Fado", hue="red", office_id=world.lisbon, reminder_days=None, counts_automatic=False
    )
    theirs = add_segment(wanted, now=NOW).id
    db.session.commit()
    assert do(coordinator, both, "segments", mode="add", segments=[theirs]).status_code == 422


def test_people_move_to_a_stage_and_out_of_it(admin, both, do, ask):
    won = next(stage.id for stage in pipelines().stages.values() if stage.name == "Won")
    db.session.rollback()
    assert "Won" in admin.get(ask(admin, both, "stage")).text
    do(admin, both, "stage", stage=won)
    assert "Moved 2 people to Won." in toast(admin)
    assert {v["stage_id"] for v in values_of(*both)} == {won}
    do(admin, both, "stage", stage="none")
    assert {v["stage_id"] for v in values_of(*both)} == {None}
    take_back(admin)
    assert {v["stage_id"] for v in values_of(*both)} == {won}
    assert wrong_counters() == {}


def test_handing_people_over_says_whom_one_will_not_see_any_more(coordinator, world, both, ask):
    address = ask(coordinator, both, "office")
    shown = coordinator.get(f"{address}/preview?office={world.lisbon}").text
    assert "You will not see 2 of them any more" in shown


def test_a_status_is_set_and_converted_asks_once_for_the_conversion(admin, both, do, ask):
    page = admin.get(ask(admin, both, "status")).text
    assert "Make them customers too?" in page
    converted = status_named("Converted").id
    do(admin, both, "status", status=converted, converts="yes")
    assert {(v["kind"], v["status_id"]) for v in values_of(*both)} == {("customer", converted)}
    assert newest_set().people == 2
    take_back(admin)
    assert [v["kind"] for v in values_of(*both)] == ["lead", "contact"]


def test_converted_can_be_a_mere_status(admin, both, do):
    do(admin, both, "status", status=status_named("Converted").id, converts="no")
    assert [v["kind"] for v in values_of(*both)] == ["lead", "contact"]


def test_people_are_converted_and_taken_back_to_what_each_was(admin, both, do):
    do(admin, both, "kind", to="customer")
    do(admin, both, "kind", to="back", reason="Signed by mistake")
    assert [v["kind"] for v in values_of(*both)] == ["lead", "contact"]
    assert wrong_counters() == {}


def test_people_go_to_an_owner_and_to_nobody(admin, world, both, do):
    do(admin, both, "owner", owner=world.jonas.id)
    assert [v["owner_id"] for v in values_of(*both)] == [world.jonas.id] * 2
    do(admin, both, "owner", owner="nobody")
    assert [v["owner_id"] for v in values_of(*both)] == [None] * 2
    take_back(admin)
    assert [v["owner_id"] for v in values_of(*both)] == [world.jonas.id] * 2


def test_who_may_not_assign_gives_people_to_nobody_else(adviser, world, do):
    dana = [world.people["dana"]]
    for other in (world.jonas.id, "nobody"):
        assert do(adviser, dana, "owner", owner=other).status_code == 422
    assert values_of(*dana)[0]["owner_id"] == world.priya.id


def test_people_move_to_an_office(admin, adviser, world, both, do, ask):
    do(admin, both, "office", office=world.lisbon)
    assert [v["office_id"] for v in values_of(*both)] == [world.lisbon] * 2
    address = ask(adviser, both[:1], "tags").replace("tags", "office")
    assert adviser.get(address).status_code == adviser.post(address).status_code == 403


def test_a_field_is_set_for_all_and_emptied(admin, both, do):
    do(admin, both, "field", field="city", city="Salem")
    assert [v["city"] for v in values_of(*both)] == ["Salem"] * 2
    assert "Set Primary info › City of 2 people to “Salem”." in toast(admin)
    do(admin, both, "field", field="city", empty="1")
    assert [v["city"] for v in values_of(*both)] == ["", ""]
    take_back(admin)
    take_back(admin)


def test_a_state_comes_with_its_country(admin, both, do):
    do(admin, both, "field", field="state", country="DE", state="DE-BY")
    assert {(v["country"], v["state"]) for v in values_of(*both)} == {("DE", "DE-BY")}
    assert "Choose the country first" in do(admin, both, "field", field="state", state="DE-BY").text


def test_a_country_clears_its_states_in_every_section(admin, world, both, do, ask):
    section = add_section("Co-applicant", now=1)
    country = add_field(section, name="Country", field_type="country", now=1)
    state = add_field(section, name="State", field_type="state", country_field_id=country.id, now=1)
    db.session.commit()
    slugs = {"country": f"field-{country.id}", "state": f"field-{state.id}"}
    first = {"field": slugs["state"], slugs["country"]: "US", slugs["state"]: "US-CA"}
    do(admin, both[:1], "field", **first)
    do(admin, both, "field", field=slugs["country"], **{slugs["country"]: "US"})
    keys = {f"field:{country.id}", f"field:{state.id}"}
    assert load_values(both[:1], keys)[both[0]][f"field:{state.id}"] == "US-CA"
    do(admin, both, "field", field=slugs["country"], **{slugs["country"]: "DE"})
    assert load_values(both[:1], keys)[both[0]].get(f"field:{state.id}") is None
    take_back(admin)
    assert load_values(both[:1], keys)[both[0]][f"field:{state.id}"] == "US-CA"


def test_a_company_is_found_or_added_and_removed_where_a_name_is_left(admin, world, do):
    firm = world.person(company="Vaas Logistics")
    db.session.commit()
    who = [firm, world.people["henrik"]]
    do(admin, who, "field", field="company_id", company_id="New Harbour")
    new = db.session.scalar(select(Company.id).where(Company.name == "New Harbour"))
    assert [v["company_id"] for v in values_of(*who)] == [new, new]
    do(admin, who, "field", field="company_id", empty="1")
    assert [v["company_id"] for v in values_of(*who)] == [new, None]


def test_every_field_that_many_can_share_shows_its_input(admin, both, ask):
    address = ask(admin, both, "field")
    page = admin.get(address).text
    assert "Primary info › City" in page
    assert "Primary info › First name" not in page
    for section in catalogue():
        for field in section.fields:
            assert admin.get(f"{address}/input?field={field.slug}").status_code == 200
            answer = admin.get(f"{address}/preview", query_string={"field": field.slug, field.slug: "x"})
            assert answer.status_code == 200
    assert "Bayern" in admin.get(f"{address}/states?field=state&country=DE").text
    assert admin.get(f"{address}/states?field=city").status_code == 404


def test_people_go_to_the_trash_and_come_back(admin, both, do):
    do(admin, both, "trash")
    assert "Moved 2 people to the trash for 30 days." in toast(admin)
    assert load_values(both) == {}
    take_back(admin)
    assert len(load_values(both)) == 2
    assert wrong_counters() == {}


@pytest.fixture
def italy(world):
    travel = add_group(GroupWanted("Travel"), by=world.mona, now=NOW)
    italy = add_group(GroupWanted("Italy", travel.id), by=world.mona, now=NOW)
    db.session.commit()
    return italy.id


def in_groups(*person_ids):
    rows = select(PersonGroup.person_id, PersonGroup.group_id).where(PersonGroup.person_id.in_(person_ids))
    return set(map(tuple, db.session.execute(rows)))


def test_people_are_put_into_groups_and_taken_out_of_them(admin, both, do, ask, italy):
    assert "Travel › Italy" in admin.get(ask(admin, both, "groups")).text
    do(admin, both, "groups", mode="add", groups=[str(italy)])
    assert "Added 2 people to “Italy”." in toast(admin)
    assert in_groups(*both) == {(i, italy) for i in both}
    assert (newest_set().people, newest_set().kind) == (2, "group")
    page = admin.get(ask(admin, both, "groups") + "?mode=remove").text
    assert "2 of 2" in page
    do(admin, both[:1], "groups", mode="remove", off=[str(italy)])
    assert in_groups(*both) == {(both[1], italy)}
    take_back(admin)
    assert in_groups(*both) == {(i, italy) for i in both}
    assert wrong_counters() == {}


def test_who_may_edit_groups_makes_a_new_one_below_another(admin, adviser, world, both, do, ask, italy):
    do(admin, both, "groups", mode="add", new="Sicily", parent=str(italy))
    assert "Added 2 people to “Sicily”." in toast(admin)
    (sicily,) = tree().children(italy)
    assert in_groups(*both) == {(i, sicily.id) for i in both}
    again = do(admin, both, "groups", mode="add", new="sicily", parent=str(italy))
    assert again.status_code == 422
    assert "There is a group “sicily” here already." in again.text
    address = ask(adviser, [world.people["dana"]], "groups")
    assert 'name="new"' not in adviser.get(address).text
    assert do(adviser, [world.people["dana"]], "groups", mode="add", new="Own").status_code == 422


def test_the_question_says_who_was_taken_out_before_and_that_rules_do_not_bring_back(
    admin, both, do, ask, italy
):
    do(admin, both, "groups", mode="add", groups=[str(italy)])
    do(admin, both[:1], "groups", mode="remove", off=[str(italy)])
    page = admin.get(ask(admin, both, "groups") + f"?mode=add&groups={italy}").text
    assert "One of them was taken out of “Italy” by hand before" in page
    db.session.add(SmartGroup(group_id=italy, version=1, criteria={"all": []}, stated_at=NOW, edition=1))
    db.session.commit()
    page = admin.get(ask(admin, both, "groups") + f"?mode=remove&off={italy}").text
    assert "The rule of “Italy” will not put them back" in page


def test_who_came_by_rule_stays_for_good_once_a_hand_puts_them_in(admin, world, both, ask, italy):
    change_set = open_change_set("rule", "By rule", by=world.mona, now=NOW)
    doing = {"by": world.mona, "now": NOW, "change_set": change_set}
    add_to_groups(both, [italy], cause=Cause("rule", 1), **doing)
    db.session.commit()
    page = admin.get(ask(admin, both, "groups") + f"?mode=add&groups={italy}").text
    assert "stays in “Italy” whatever its rule says" in page


def test_groups_of_another_office_are_as_if_they_were_not_there(coordinator, world, do, both):
    guests = add_group(GroupWanted("Gäste", office_id=world.lisbon), by=world.mona, now=NOW)
    db.session.commit()
    answer = do(coordinator, both, "groups", mode="add", groups=[str(guests.id)])
    assert answer.status_code == 422
    assert "Choose the groups to put them into." in answer.text
