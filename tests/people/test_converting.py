"""Contact → lead → customer, and back to the status from before."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import Event
from webapp.activity.tracking import open_change_set
from webapp.changes.undoing import undo
from webapp.db import db
from webapp.people.converting import convert, convert_back
from webapp.people.counting import wrong_counters
from webapp.people.editing import change_people
from webapp.people.models import Person
from webapp.pipelines.statuses import status_named


@pytest.fixture
def begin(world):
    def begin():
        begin.last = open_change_set("convert", "Something", by=world.mona, now=NOW)
        return {"by": world.mona, "now": NOW, "change_set": begin.last}

    return begin


def standing(person_id):
    return tuple(
        db.session.execute(select(Person.kind, Person.status_id).where(Person.id == person_id)).one()
    )


def test_a_customer_is_converted_and_keeps_the_dates(world, begin):
    dana = world.people["dana"]
    dates = select(Person.created_at, Person.last_contact_at).where(Person.id == dana)
    before = db.session.execute(dates).one()
    assert convert([dana], "customer", **begin()) == [dana]
    assert standing(dana) == ("customer", status_named("Converted").id)
    assert db.session.execute(dates).one() == before
    assert wrong_counters() == {}


def test_a_lead_keeps_the_status(world, begin):
    henrik = world.people["henrik"]
    convert([henrik], "lead", **begin())
    assert standing(henrik) == ("lead", world.new)


def test_who_is_as_far_already_is_left_alone(world, begin):
    dana, henrik = world.people["dana"], world.people["henrik"]
    assert convert([dana, henrik], "lead", **begin()) == [henrik]


def test_back_restores_kind_and_status_from_before(world, begin):
    dana, dead = world.people["dana"], status_named("Dead").id
    change_people({dana: {"status_id": dead}}, **begin())
    convert([dana], "customer", **begin())
    assert convert_back([dana], "Signed by mistake", **begin()) == {dana: "lead"}
    assert standing(dana) == ("lead", dead)
    assert wrong_counters() == {}


def test_a_contact_made_a_customer_at_once_goes_back_to_contact(world, begin):
    henrik = world.people["henrik"]
    convert([henrik], "customer", **begin())
    assert convert_back([henrik], "No", **begin()) == {henrik: "contact"}


def test_who_was_never_converted_goes_one_kind_back_and_from_converted_to_new(world, begin):
    imported = world.person(first="Ana", kind="customer", status_id=status_named("Converted").id)
    assert convert_back([imported], "No customer", **begin()) == {imported: "lead"}
    assert standing(imported) == ("lead", world.new)
    assert convert_back([imported], "No lead", **begin()) == {imported: "contact"}
    assert convert_back([imported], "Nothing", **begin()) == {imported: "contact"}


def test_conversions_stand_on_the_timeline_with_their_reason(world, begin):
    dana = world.people["dana"]
    convert([dana], "customer", **begin())
    convert_back([dana], "Signed by mistake", **begin())
    events = db.session.scalars(
        select(Event.data).where(Event.person_id == dana, Event.kind == "converted").order_by(Event.id)
    ).all()
    assert [(e["from"], e["to"], e["reason"]) for e in events] == [
        ("lead", "customer", ""),
        ("customer", "lead", "Signed by mistake"),
    ]


def test_undo_takes_a_conversion_back(world, begin):
    dana = world.people["dana"]
    convert([dana], "customer", **begin())
    undo(begin.last, by=world.mona, now=NOW, reach=set)
    assert standing(dana) == ("lead", world.new)
