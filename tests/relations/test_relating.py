"""Relating people: both see it, nobody is named to whom they are hidden, and everything goes back."""

import pytest
from sqlalchemy import select

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.models import Change, Event
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.merging.joining import merge_people
from webapp.people.erasing import erase
from webapp.people.trashing import move_to_trash, restore
from webapp.relations.kinds import BadKind, add_kind, all_kinds, rename_kind, retire_kind, usage
from webapp.relations.models import PersonRelation
from webapp.relations.of_person import related_to
from webapp.relations.relating import NAME, REVERSE, CannotRelate, Link, part, relate


@pytest.fixture
def doing(world):
    """doing(by) is what a deed is told, with a change set of its own."""

    def doing(by=world.mona):
        return {"by": by, "now": NOW, "change_set": open_change_set("relation", "x", by=by, now=NOW)}

    return doing


@pytest.fixture
def kind(world):
    """kind("Spouse") is its id."""
    return {kind.name: kind.id for kind in all_kinds()}.__getitem__


@pytest.fixture
def words(world):
    """words("dana") is what the others are to her, as Mona or another viewer sees it."""

    def words(name, viewer=world.mona):
        return [(one.word, one.name) for one in related_to(world.people[name], viewer)]

    return words


def rows():
    return db.session.execute(select(PersonRelation.__table__)).all()


@pytest.mark.parametrize("order", [("dana", "henrik"), ("henrik", "dana")])
def test_a_relation_has_a_name_from_either_side(world, doing, kind, words, order):
    one, other = (world.people[name] for name in order)
    relate(Link(one, other, kind("Referred by")), NAME, **doing())
    relate(Link(one, other, kind("Parent")), REVERSE, **doing())
    names = {"dana": "Dana Whitfield", "henrik": "Henrik Vaas"}
    assert words(order[0]) == [("Child", names[order[1]]), ("Referred by", names[order[1]])]
    assert words(order[1]) == [("Parent", names[order[0]]), ("Referred", names[order[0]])]


def test_nobody_is_related_to_themselves_nor_twice_in_one_way(world, doing, kind):
    dana, henrik = world.people["dana"], world.people["henrik"]
    with pytest.raises(CannotRelate, match="themselves"):
        relate(Link(dana, dana, kind("Spouse")), NAME, **doing())
    relate(Link(dana, henrik, kind("Referred by")), NAME, **doing())
    for link, side in ((Link(dana, henrik, kind("Referred by")), REVERSE),
                       (Link(henrik, dana, kind("Referred by")), NAME)):  # fmt: skip
        with pytest.raises(CannotRelate, match="already"):
            relate(link, side, **doing())
    assert len(rows()) == 1


def test_both_have_it_in_their_history_and_either_s_undo_takes_it_back_from_both(world, doing, kind, words):
    dana, henrik = world.people["dana"], world.people["henrik"]
    given = doing()
    relate(Link(dana, henrik, kind("Referred by")), NAME, **given)
    told = db.session.scalars(select(Event).where(Event.kind == "related").order_by(Event.person_id)).all()
    assert [(event.person_id, event.data) for event in told] == [
        (dana, {"other": henrik, "as": "Referred by"}),
        (henrik, {"other": dana, "as": "Referred"}),
    ]
    assert given["change_set"].people == 2
    undone = undo_as(given["change_set"], by=world.mona)
    assert words("dana") == words("henrik") == []
    undo_as(undone, by=world.mona)
    assert words("henrik") == [("Referred", "Dana Whitfield")]


def test_parting_is_taken_back_as_it_was(world, doing, kind, words):
    dana, henrik = world.people["dana"], world.people["henrik"]
    relate(Link(dana, henrik, kind("Parent")), REVERSE, **doing())
    given = doing()
    assert part(Link(henrik, dana, kind("Parent")), **given)
    assert not part(Link(henrik, dana, kind("Parent")), **doing())
    assert rows() == []
    undo_as(given["change_set"], by=world.mona)
    assert words("dana") == [("Child", "Henrik Vaas")]


def test_whom_one_does_not_see_is_not_among_them(world, doing, kind, words):
    relate(Link(world.people["dana"], world.people["ines"], kind("Spouse")), NAME, **doing())
    relate(Link(world.people["dana"], world.people["henrik"], kind("Spouse")), NAME, **doing())
    assert words("dana", world.jonas) == [("Spouse", "Henrik Vaas")]
    assert words("dana", world.priya) == []
    assert words("dana") == [("Spouse", "Henrik Vaas"), ("Spouse", "Inês Duarte")]


def test_in_the_trash_one_is_related_to_nobody_and_erased_for_good(world, doing, kind, words):
    dana, henrik = world.people["dana"], world.people["henrik"]
    relate(Link(dana, henrik, kind("Spouse")), NAME, **doing())
    move_to_trash([henrik], **doing())
    assert words("dana") == []
    restore([henrik], **doing())
    assert words("dana") == [("Spouse", "Henrik Vaas")]
    erase([henrik])
    assert rows() == []


def test_undo_leaves_out_who_was_erased_meanwhile(world, doing, kind):
    dana, henrik = world.people["dana"], world.people["henrik"]
    relate(Link(dana, henrik, kind("Spouse")), NAME, **doing())
    given = doing()
    part(Link(dana, henrik, kind("Spouse")), **given)
    erase([henrik])
    undo_as(given["change_set"], by=world.mona)
    assert rows() == []


def test_merging_hands_relations_on_and_taking_apart_puts_them_back_exactly(world, doing, kind, words):
    dana, henrik, ines = (world.people[name] for name in ("dana", "henrik", "ines"))
    anna = world.person(first="Anna", last="Berg")
    relate(Link(henrik, ines, kind("Referred by")), NAME, **doing())  # is handed on
    relate(Link(henrik, anna, kind("Spouse")), NAME, **doing())  # both have it
    relate(Link(dana, anna, kind("Spouse")), NAME, **doing())
    relate(Link(dana, henrik, kind("Spouse")), NAME, **doing())  # is among themselves
    before = sorted(rows())
    merged = merge_people(dana, [henrik], {}, title="Merged", by=world.mona, now=NOW)
    assert words("dana") == [("Referred by", "Inês Duarte"), ("Spouse", "Anna Berg")]
    assert words("ines") == [("Referred", "Dana Whitfield")]
    undo_as(merged, by=world.mona)
    assert sorted(rows()) == before


def test_a_relation_that_ended_since_the_merge_stays_ended_for_the_kept_one(world, doing, kind, words):
    dana, henrik, ines = (world.people[name] for name in ("dana", "henrik", "ines"))
    relate(Link(henrik, ines, kind("Spouse")), NAME, **doing())
    merged = merge_people(dana, [henrik], {}, title="Merged", by=world.mona, now=NOW)
    part(Link(dana, ines, kind("Spouse")), **doing())
    undo_as(merged, by=world.mona)
    assert words("dana") == []
    assert words("henrik") == [("Spouse", "Inês Duarte")]


def test_a_kind_in_use_is_offered_no_longer_and_an_unused_one_is_deleted(world, doing, kind, words):
    dana, henrik = world.people["dana"], world.people["henrik"]
    relate(Link(dana, henrik, kind("Spouse")), NAME, **doing())
    kinds = {kind.name: kind for kind in all_kinds()}
    assert usage()[kinds["Spouse"].id] == 1
    assert not retire_kind(kinds["Spouse"], now=NOW)
    assert retire_kind(kinds["Parent"], now=NOW)
    assert words("dana") == [("Spouse", "Henrik Vaas")]
    with pytest.raises(CannotRelate, match="no longer offered"):
        relate(Link(dana, world.people["ines"], kinds["Spouse"].id), NAME, **doing())


def test_two_kinds_never_say_the_same(world):
    for name, reverse in (("Child", "parent"), ("SPOUSE", ""), ("Referred", "Referred by")):
        with pytest.raises(BadKind, match="already"):
            add_kind(name, reverse, now=NOW)
    for name, reverse in (("", "x"), ("x" * 61, ""), ("x", "y" * 61)):
        with pytest.raises(BadKind):
            add_kind(name, reverse, now=NOW)
    guardian = add_kind("Guardian", "Ward", now=NOW)
    rename_kind(guardian, "guardian", "Ward")
    assert guardian.name == "guardian"


def test_a_change_names_the_relation_and_nobody(world, doing, kind):
    relate(Link(world.people["dana"], world.people["ines"], kind("Spouse")), NAME, **doing())
    kinds = db.session.scalars(select(Change.key).where(Change.kind == "relation")).all()
    assert all("Inês" not in key for key in kinds)
