"""Who is found to be here twice, when, and who sees it."""

import pytest
from sqlalchemy import func, select

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.duplicates import finding
from webapp.duplicates.alike import alike
from webapp.duplicates.blocking import MOST_IN_BLOCK
from webapp.duplicates.due import how_many_wait, look_at, look_at_everybody
from webapp.duplicates.models import Block, Due, Pair
from webapp.duplicates.pairs import count_for, dismiss, in_nav, neighbours, pair_for, pairs_for, take_up_again
from webapp.duplicates.reading import features_of_somebody_new
from webapp.people.editing import change_people
from webapp.people.trashing import move_to_trash, restore


def pairs(viewer) -> list[tuple[int, int]]:
    return [pair.place[1:] for pair in pairs_for(viewer)[0]]


@pytest.fixture
def dana(world):
    return world.people["dana"]


@pytest.fixture
def doing(world):
    return {"by": world.mona, "now": NOW, "change_set": open_change_set("edit", "x", by=world.mona, now=NOW)}


def test_somebody_added_twice_is_found_with_reasons(world, dana, twin, look):
    look()
    listed = pair_for(world.mona, dana, twin)
    assert listed.names == ("Dana Whitfield", "Dana Whitfeld")
    assert dict(listed.reasons)["same e-mail"] > 0
    assert pairs(world.mona) == [(dana, twin)]
    assert how_many_wait(world.mona) == 0


def test_who_does_not_see_both_sees_no_pair_and_no_count(world, dana, twin, look):
    look()
    for viewer, number in ((world.mona, 1), (world.priya, 1), (world.jonas, 1), (world.tomas, 0)):
        assert len(pairs(viewer)) == count_for(viewer) == number
        assert in_nav(viewer) == (str(number) if number else "")
        assert (pair_for(viewer, dana, twin) is not None) == bool(number)


def test_a_pair_goes_when_it_is_none_any_more_and_comes_back(world, twin, look, doing):
    look()
    change_people({twin: {"first": "Olga", "last": "Petrova", "emails": []}}, **doing)
    look()
    assert pairs(world.mona) == []
    change_people({twin: {"emails": [["dana@example.com"] * 2], "first": "Dana"}}, **doing)
    look()
    assert len(pairs(world.mona)) == 1


def test_who_is_in_the_trash_is_in_no_pair_until_restored(world, twin, look, doing):
    look()
    move_to_trash([twin], **doing)
    assert pairs(world.mona) == []
    assert count_for(world.mona) == 0
    restore([twin], **doing)
    look()
    assert len(pairs(world.mona)) == 1


def test_what_was_dismissed_is_remembered_whatever_changes(world, dana, twin, look, doing):
    look()
    pair = pair_for(world.mona, dana, twin)
    assert dismiss(pair, by=world.mona, now=NOW)
    assert not dismiss(pair, by=world.jonas, now=NOW)
    change_people({twin: {"phones": [["+19165550142"] * 2]}}, **doing)
    look()
    assert pairs(world.mona) == []
    (remembered,), _ = pairs_for(world.mona, dismissed=True)
    assert (remembered.by, remembered.dismissed_at) == ("Mona Keller", NOW)
    assert take_up_again(remembered)
    assert not take_up_again(remembered)
    assert pairs(world.mona) == [(dana, twin)]


def test_looking_again_finds_the_same(world, dana, twin, look):
    look()
    for _ in look_at_everybody():
        db.session.commit()
    assert how_many_wait(world.mona) == 4
    look()
    assert pairs(world.mona) == [(dana, twin)]


def test_a_change_while_one_is_looked_at_is_not_lost(world, twin, look):
    db.session.commit()
    steps = finding.find_pairs(now=NOW)
    next(steps)
    db.session.commit()
    look_at([twin])
    next(steps)
    db.session.commit()
    assert list(db.session.scalars(select(Due.person_id))) == [twin]


def test_an_unrelated_change_makes_nobody_due(world, dana, look, doing):
    look()
    change_people({dana: {"title": "Dentist", "kind": "customer"}}, **doing)
    assert how_many_wait(world.mona) == 0


def test_a_crowd_with_one_phone_is_no_block(world, look):
    for number in range(MOST_IN_BLOCK + 2):
        world.person(first=f"Worker{number}", phones=[["+12025550123"] * 2])
    look()
    assert db.session.scalar(select(func.count()).select_from(Pair)) == 0
    assert db.session.scalar(select(func.count()).where(Block.key == "p:+12025550123")) == MOST_IN_BLOCK + 2


def test_the_list_begins_with_the_likeliest_and_goes_on_from_each(world, dana, twin, look):
    world.person(first="Henrik", last="Vaas")
    look()
    listed, following = pairs_for(world.mona)
    first, second = (pair.place for pair in listed)
    assert first.score > second.score
    assert following is None
    assert [pair and pair.place for pair in neighbours(world.mona, first)] == [None, second]
    assert [pair and pair.place for pair in neighbours(world.mona, second)] == [first, None]
    assert [pair.place for pair in pairs_for(world.mona, after=first)[0]] == [second]


def test_while_typing_the_likeliest_come_first_and_only_whom_one_sees(world, dana, look):
    look()
    typed = features_of_somebody_new("Dana", "Whitfeld", "", emails=["dana@example.com"])
    (found,) = alike(world.mona, typed)
    assert (found.id, found.name) == (dana, "Dana Whitfield")
    assert found.likeness.said.startswith("same e-mail, name ")
    assert alike(world.tomas, typed) == []
    assert alike(world.mona, features_of_somebody_new("", "", "")) == []


def test_who_was_added_a_moment_ago_is_found_by_address(world):
    world.person(first="Nils", emails=[["nils@example.com"] * 2])
    typed = features_of_somebody_new("Nils", "", "", emails=["nils@example.com"])
    assert [one.name for one in alike(world.mona, typed)] == ["Nils"]
