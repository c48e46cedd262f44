"""Sections and fields as an administrator makes them."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.db.ordering import moved, put_in_order
from webapp.fields.arranging import (
    BadField,
    add_field,
    add_section,
    archive_field,
    change_field,
    delete_field,
    delete_section,
    fields_of,
    rename_section,
    sections,
    values_in,
)
from webapp.fields.models import PersonField
from webapp.people.editing import change_people, load_values


@pytest.fixture
def section(world):
    return add_section("Co-applicant", now=NOW)


@pytest.fixture
def add(section):
    def add_to_section(name="Income", field_type="number", **more):
        return add_field(section, name=name, field_type=field_type, now=NOW, **more)

    return add_to_section


def fill(world, field, value):
    change_set = open_change_set("edit", "Changed a field", by=world.mona, now=NOW)
    change = {world.people["dana"]: {f"field:{field.id}": value}}
    change_people(change, by=world.mona, now=NOW, change_set=change_set)


def test_two_sections_may_have_a_field_of_one_name_but_one_may_not(section, add):
    add("Income")
    other = add_section("Applicant", now=NOW)
    add_field(other, name="Income", field_type="text", now=NOW)
    with pytest.raises(BadField, match="already"):
        add("income")


def test_sections_have_names_of_their_own(section):
    with pytest.raises(BadField, match="already"):
        add_section("CO-APPLICANT", now=NOW)
    with pytest.raises(BadField, match="name"):
        rename_section(section, "  ")
    rename_section(section, "co-applicant")
    assert section.name == "co-applicant"


def test_a_state_belongs_to_a_country_of_its_section(section, add):
    with pytest.raises(BadField, match="country field"):
        add("State", "state")
    primary_country = next(f for f in fields_of(sections()[0].id) if f.builtin == "country")
    with pytest.raises(BadField, match="country field"):
        add("State", "state", country_field_id=primary_country.id)
    country = add("Country", "country")
    state = add("State", "state", country_field_id=country.id)
    assert state.country_field_id == country.id
    for verb in (delete_field, lambda field: archive_field(field, now=NOW)):
        with pytest.raises(BadField, match="needs this country"):
            verb(country)


def test_choices_are_given_once_and_there_is_at_least_one(add):
    field = add("Size", "choice", choices=["Small", " small ", "", "Large"])
    assert field.choices == ["small", "Large"]
    with pytest.raises(BadField, match="at least one"):
        change_field(field, name="Size", required=False, choices=["", " "])
    assert field.name == "Size"


def test_people_keep_a_choice_that_is_taken_out(world, add):
    field = add("Size", "choice", choices=["S", "L"])
    fill(world, field, "S")
    change_field(field, name="Size", required=True, choices=["L"])
    dana = world.people["dana"]
    assert load_values([dana], {f"field:{field.id}"})[dana][f"field:{field.id}"] == "S"


def test_a_deleted_field_takes_its_values_with_it(world, section, add):
    field, other = add("Income"), add("Debts")
    fill(world, field, 12)
    fill(world, other, 3)
    assert values_in([field.id, other.id]) == 1
    delete_field(field)
    assert db.session.scalars(select(PersonField.field_id)).all() == [other.id]
    delete_section(section)
    assert db.session.scalars(select(PersonField.field_id)).all() == []


def test_an_archived_field_keeps_its_values(world, add):
    field = add("Income")
    fill(world, field, 12)
    archive_field(field, now=NOW)
    assert values_in([field.id]) == 1


def test_what_is_built_in_stays(world):
    primary = sections()[0]
    first = fields_of(primary.id)[0]
    for verb in (lambda: delete_section(primary), lambda: delete_field(first)):
        with pytest.raises(BadField):
            verb()
    change_field(first, name="Other", required=True)
    assert (first.name, first.required) == ("First name", True)


@pytest.mark.parametrize(
    ("row", "by", "expected"),
    [(1, 1, [2, 1, 3]), (3, -1, [1, 3, 2]), (1, -1, [1, 2, 3]), (3, 1, [1, 2, 3]), (9, 1, [1, 2, 3])],
)
def test_a_row_moves_as_far_as_there_are_places(row, by, expected):
    assert moved([1, 2, 3], row, by) == expected


def test_rows_that_are_not_named_follow(section, add):
    a, b, c = add("A"), add("B"), add("C")
    put_in_order(fields_of(section.id), [c.id, 999])
    assert [f.name for f in fields_of(section.id)] == ["C", "A", "B"]
    assert (c.position, a.position, b.position) == (0, 1, 2)


@pytest.mark.parametrize("field_type", ["emails", "company", "", "text; drop"])
def test_only_the_types_for_custom_fields_can_be_chosen(add, field_type):
    with pytest.raises(BadField, match="types"):
        add("Odd", field_type)
