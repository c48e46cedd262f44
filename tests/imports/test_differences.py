"""`ask`: what is empty is filled, what differs waits for somebody to decide."""

import pytest

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.imports.differences import (
    CannotSettle,
    ask_again,
    count_of_differences,
    difference_before,
    difference_for,
    differences_for,
    settle,
)
from webapp.people.editing import EditConflict, change_people, load_values

FILE = (
    "First name,Last name,E-mail,City,State,Country,Job title,Website\n"
    "Dana,Whitfield,dana@example.com,Boston,Massachusetts,United States,Practice owner,dana.example.com\n"
    "Nils,New,nils@example.com,Oslo,,,,\n"
)


@pytest.fixture
def dana(world):
    return world.people["dana"]


@pytest.fixture
def run(import_rows):
    return import_rows(FILE, on_match="ask")


@pytest.fixture
def asked(world, run):
    (difference,) = differences_for(world.mona)
    return difference


def take_back(world, change_set):
    return undo_as(change_set, by=world.mona)


def values(person_id) -> dict:
    return load_values([person_id])[person_id]


def test_what_is_empty_is_filled_and_what_differs_is_asked(world, dana, run, asked):
    assert (run.created, run.updated, run.asked) == (1, 1, 1)
    assert values(dana)["website"] == "https://dana.example.com"
    assert values(dana)["city"] == "Sacramento"
    assert asked.proposed == {"city": "Boston", "state": "US-MA"}
    assert asked.present == {"city": "Sacramento", "state": "US-CA"}
    assert (asked.person_id, asked.name, asked.file, asked.line) == (dana, "Dana Whitfield", "people.csv", 2)


def test_a_rehearsal_says_how_many_and_asks_nobody(world, import_rows):
    run = import_rows(FILE, on_match="ask", rehearse=True)
    assert (run.created, run.updated, run.asked) == (1, 1, 1)
    assert differences_for(world.mona) == []


def test_the_same_file_again_asks_nothing_twice(world, asked, import_rows):
    again = import_rows(FILE, on_match="ask")
    assert (again.created, again.updated, again.asked) == (0, 0, 1)
    assert count_of_differences(world.mona) == 1


def test_only_who_sees_the_person_is_asked(world, asked):
    for viewer, number in ((world.mona, 1), (world.priya, 1), (world.tomas, 0)):
        assert count_of_differences(viewer) == len(differences_for(viewer)) == number
        assert (difference_for(viewer, asked.id) is not None) == bool(number)


def test_what_is_taken_is_a_change_set_and_its_undo_asks_again(world, dana, asked):
    settled = settle(asked, ["city"], by=world.mona, now=NOW)
    assert values(dana)["city"] == "Boston"
    assert values(dana)["state"] == "US-CA"
    assert count_of_differences(world.mona) == 0
    take_back(world, settled)
    assert values(dana)["city"] == "Sacramento"
    assert count_of_differences(world.mona) == 1


def test_keeping_everything_changes_nobody_and_can_be_asked_again(world, dana, asked):
    assert settle(asked, [], by=world.mona, now=NOW) is None
    assert count_of_differences(world.mona) == 0
    assert values(dana)["city"] == "Sacramento"
    assert not ask_again(world.tomas, asked.id)
    assert ask_again(world.mona, asked.id)
    assert not ask_again(world.mona, asked.id)
    assert count_of_differences(world.mona) == 1


def test_what_somebody_decided_meanwhile_is_not_decided_again(world, asked):
    settle(asked, ["city"], by=world.priya, now=NOW)
    with pytest.raises(CannotSettle, match="Somebody else"):
        settle(asked, ["city"], by=world.mona, now=NOW)


def test_what_somebody_changed_meanwhile_is_not_overwritten(world, dana, asked):
    change_set = open_change_set("edit", "x", by=world.priya, now=NOW)
    change_people({dana: {"city": "Bonn"}}, by=world.priya, now=NOW, change_set=change_set)
    with pytest.raises(EditConflict):
        settle(asked, ["city"], by=world.mona, now=NOW)


def test_a_state_does_not_come_without_its_country(world, import_rows):
    lisbon = "First name,Last name,E-mail,Country,State\nDana,Whitfield,dana@example.com,Portugal,Lisboa\n"
    import_rows(lisbon, on_match="ask")
    (asked,) = differences_for(world.mona)
    with pytest.raises(CannotSettle, match="Take both, or keep both"):
        settle(asked, ["state"], by=world.mona, now=NOW)
    settle(asked, ["state", "country"], by=world.mona, now=NOW)
    assert values(asked.person_id)["state"] == "PT-11"


def test_an_import_that_is_taken_back_asks_nothing_more(world, run, asked):
    take_back(world, db.session.get_one(ChangeSet, run.change_set_id))
    assert differences_for(world.mona) == []


def test_one_goes_from_question_to_question(world, asked, import_rows):
    import_rows("First name,E-mail,City\nDana,dana@example.com,Bonn\n", on_match="ask")
    first, second = differences_for(world.mona)
    assert difference_before(world.mona, second.id).id == first.id
    assert difference_before(world.mona, first.id) is None
    assert [one.id for one in differences_for(world.mona, after=first.id)] == [second.id]
