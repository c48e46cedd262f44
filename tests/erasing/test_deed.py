"""Erasing: what it must not take from others, and what happens when somebody else is at it too."""

import pytest
from sqlalchemy import select

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.models import ChangeSet, Event
from webapp.activity.traces import ERASED
from webapp.db import db
from webapp.erasing.deed import AlreadyGone, Found, NotTheSame, erase_for_good, find_everything
from webapp.erasing.tracing import traces_of
from webapp.merging.joining import merge_people
from webapp.people.models import Note, Person, Touch
from webapp.people.touches import OUTCOMES

TEXT = "Priya Raman asked, priya@example.com knows"


def erase(found: Found) -> None:
    erase_for_good(found, reason="asked", by_id=None, now=NOW)
    db.session.commit()


def merge(world, kept: str, merged: str) -> ChangeSet:
    kept_id, merged_id = world.people[kept], world.people[merged]
    return merge_people(kept_id, [merged_id], {}, title="Merged", by=world.mona, now=NOW)


@pytest.fixture
def henriks_note(world) -> Note:
    note = Note(person_id=world.people["henrik"], text=TEXT, created_at=NOW)
    db.session.add(note)
    return note


def test_name_and_address_of_a_colleague_are_left_to_them(world, henriks_note):
    person_id = world.person(first="Priya", last="Raman", emails=[["priya@example.com"] * 2])
    erase(find_everything(person_id))
    assert db.session.scalar(select(Note.text)) == TEXT


@pytest.mark.parametrize("outcome", [outcome for outcome in OUTCOMES if " " in outcome])
def test_who_is_called_as_a_call_may_end_takes_nothing_from_calls(world, outcome):
    henrik = world.people["henrik"]
    db.session.add(Touch(person_id=henrik, kind="call", at=NOW, outcome=outcome, created_at=NOW))
    first, _, last = outcome.title().partition(" ")
    erase(find_everything(world.person(first=first, last=last)))
    assert db.session.scalar(select(Touch.outcome)) == outcome


def test_who_is_called_as_a_part_of_a_document_breaks_none(world):
    merged = merge(world, "henrik", "dana")
    erase(find_everything(world.person(first="Merged", last="Into")))
    undo_as(merged, by=world.mona)
    assert db.session.get(Person, world.people["dana"], populate_existing=True).hidden == 0


def test_who_had_very_many_names_and_addresses_goes_as_well(world):
    person_id = world.person(first="Many", last="Names")
    earlier = [
        *([name, f"{name}-{n}", "x"] for name in ("first", "last") for n in range(35)),
        *(["emails", [[f"many{n}@example.com"] * 2], []] for n in range(180)),
    ]
    db.session.add(Event(person_id=person_id, at=NOW, kind="changed", data={"changes": earlier}))
    db.session.flush()
    erase(Found(person_id, [person_id], traces_of([person_id]), []))
    assert db.session.get(Person, person_id) is None


def test_who_was_merged_into_somebody_meanwhile_is_not_taken_for_erased(world, henriks_note):
    found = find_everything(world.people["dana"])
    merge(world, "henrik", "dana")
    with pytest.raises(NotTheSame):
        erase(found)


def test_who_was_taken_apart_meanwhile_stays(world):
    merged = merge(world, "henrik", "dana")
    found = find_everything(world.people["henrik"])
    undo_as(merged, by=world.mona)
    with pytest.raises(NotTheSame):
        erase(found)


def test_whom_somebody_else_erased_meanwhile_cannot_be_erased_again(world):
    found = find_everything(world.people["dana"])
    erase(find_everything(world.people["dana"]))
    with pytest.raises(AlreadyGone):
        erase(found)


def test_many_who_name_them_are_written_at_once_for_others_wait(world, statements):
    henrik, dana = world.people["henrik"], world.people["dana"]
    texts = [f"Dana Whitfield, {n}" for n in range(700)]
    db.session.add_all(Note(person_id=henrik, text=text, created_at=NOW) for text in texts)
    db.session.commit()
    found = find_everything(dana)
    statements.clear()
    erase(found)
    assert sum(statement.startswith("UPDATE note ") for statement in statements) <= 2
    cleaned = [text.replace("Dana Whitfield", ERASED) for text in texts]
    assert db.session.scalars(select(Note.text).order_by(Note.id)).all() == cleaned
