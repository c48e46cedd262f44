"""New people and changed values, with everything that has to follow them."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import Change, Event
from webapp.activity.tracking import open_change_set
from webapp.db import counters, db
from webapp.people.counting import wrong_counters
from webapp.people.editing import EditConflict, change_people, load_values
from webapp.people.models import Person, PersonSearch
from webapp.people.values import Unnamed
from webapp.people.visible import counted_for, only_visible, person_for


@pytest.fixture
def change(world):
    def change_as_mona(person_id, seen=None, **values):
        change_set = open_change_set("edit", "Edited", by=world.mona, now=NOW)
        return change_people(
            {person_id: values},
            by=world.mona,
            now=NOW + 60,
            change_set=change_set,
            seen={person_id: seen} if seen else None,
        )

    return change_as_mona


def test_a_person_needs_a_name_or_a_company(world, change):
    with pytest.raises(Unnamed):
        world.person(emails=[["a@example.com", "a@example.com"]])
    company_only = world.person(company="Acme")
    assert db.session.get(Person, company_only).name == "Acme"
    with pytest.raises(Unnamed):
        change(world.people["henrik"], first="", last=" ")


def test_a_new_person_is_one_change_and_one_event(world):
    dana = world.people["dana"]
    assert db.session.scalars(select(Change.kind).where(Change.person_id == dana)).all() == ["person"]
    assert db.session.scalars(select(Event.kind).where(Event.person_id == dana)).all() == ["created"]


def test_names_are_compared_folded(world):
    ines = db.session.get(Person, world.people["ines"])
    assert (ines.name, ines.name_key) == ("Inês Duarte", "ines duarte")


def test_changing_nothing_writes_nothing(world, change):
    assert change(world.people["dana"], city="Sacramento") == []


def test_another_country_clears_the_state(world, change):
    changed = change(world.people["dana"], country="DE")
    assert {(c.key, c.old, c.new) for c in changed} == {("country", "US", "DE"), ("state", "US-CA", "")}


def test_different_fields_are_both_kept_and_the_same_field_is_a_conflict(world, change):
    dana = world.people["dana"]
    change(dana, city="Oakland")
    change(dana, seen={"title": "Practice owner"}, title="Owner")
    with pytest.raises(EditConflict) as conflict:
        change(dana, seen={"city": "Sacramento"}, city="Fresno")
    assert conflict.value.values == {(dana, "city"): ("Oakland", "Fresno")}
    values = load_values([dana])[dana]
    assert (values["city"], values["title"]) == ("Oakland", "Owner")


def test_search_follows_name_addresses_and_company(world, change):
    dana = world.people["dana"]
    change(dana, last="Ødegård", phones=[["0351 555", "+49351555"]])
    row = db.session.get(PersonSearch, dana)
    assert row.txt == " dana odegard whitfield family dental dana example com"
    assert row.phones == "0351555 49351555"


def test_counters_follow_kind_status_owner_and_office(world, change):
    change(world.people["dana"], kind="customer", owner_id=world.jonas.id)
    change(world.people["ines"], office_id=world.boston)
    assert wrong_counters() == {}
    assert counters.read("kind", counted_for(world.mona)) == {0: 2, 1: 0, 2: 1}


def test_everybody_sees_their_own_their_office_or_all(world):
    ids = list(world.people.values())
    names = {i: name for name, i in world.people.items()}

    def seen(viewer):
        return {names[i] for i in only_visible(viewer, ids)}

    assert seen(world.mona) == {"dana", "henrik", "ines"}
    assert seen(world.jonas) == seen(world.vera) == {"dana", "henrik"}
    assert seen(world.priya) == {"dana"}
    assert seen(world.tomas) == {"ines"}
    assert person_for(world.priya, world.people["henrik"]) is None
