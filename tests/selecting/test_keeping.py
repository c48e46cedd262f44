"""Selections: who sees and changes them, their names, what becomes of them, and freezing them to lists."""

import pytest

from tests.world import NOW
from webapp.criteria.asking import Asker
from webapp.criteria.errors import CriteriaError
from webapp.criteria.text import parse
from webapp.db import db
from webapp.listing.address import Address
from webapp.listing.opening import open_list
from webapp.people.models import Person
from webapp.selecting.freezing import freeze, hold_the_same, make_live
from webapp.selecting.keeping import (
    KEPT_FOR,
    LONGEST_NAME,
    BadSelection,
    change,
    copy,
    forget_retired,
    may_change,
    restate,
    retire,
    save,
    selection_seen_by,
    selections_for,
    take_back,
    text_of,
)
from webapp.selections.models import Selection, SelectionPerson
from webapp.tags.administering import delete_tag
from webapp.tags.naming import found_tags


def asks(viewer, *, now=NOW) -> Asker:
    return Asker(viewer, now, "America/New_York", "US")


def keep(text: str, name: str, by, *, shared=False) -> Selection:
    return save(parse(text, asks(by)), name=name, shared=shared, by=by, now=NOW)[0]


def names(viewer) -> list[str]:
    return [selection.name for selection in selections_for(viewer)]


def found(text: str, viewer) -> set[int]:
    opened = open_list(Address(text), asks(viewer))
    ids = set(opened.page(None, None).ids)
    assert opened.counted() == len(ids)
    return ids


def test_private_ones_are_seen_by_nobody_else_and_shared_ones_by_all(world):
    hers = keep("smith", "Hers", world.priya)
    shared = keep("owner:me", "Ours", world.jonas, shared=True)
    assert names(world.priya) == ["Hers", "Ours"]
    assert names(world.tomas) == ["Ours"]
    assert selection_seen_by(world.mona, hers.id) is None
    assert may_change(shared, world.jonas)
    assert may_change(shared, world.mona)
    assert not may_change(shared, world.priya)


def test_sharing_needs_the_permission(world):
    with pytest.raises(BadSelection, match="for those who edit segments"):
        keep("smith", "Ours", world.priya, shared=True)


def test_a_name_is_taken_once_among_those_that_one_sees(world):
    keep("smith", "Mine", world.priya)
    keep("smith", "Mine", world.jonas)
    with pytest.raises(BadSelection, match="There is a selection “MINE” already"):
        keep("smith", "MINE", world.priya)
    keep("smith", "Ours", world.jonas, shared=True)
    with pytest.raises(BadSelection, match="already"):
        keep("smith", "ours", world.priya)
    with pytest.raises(BadSelection, match="a name"):
        keep("smith", " ", world.priya)


def test_one_that_is_everybody_is_refused(world):
    with pytest.raises(BadSelection, match="at least one condition"):
        keep("", "All", world.priya)


def test_renaming_keeps_its_name_its_own(world):
    selection = keep("smith", "Mine", world.priya)
    change(selection, name="MINE", shared=False, by=world.priya, now=NOW)
    assert selection.name == "MINE"


def test_a_copy_is_private_and_has_a_name_of_its_own(world):
    shared = keep("smith", "Ours", world.jonas, shared=True)
    first, second = (copy(shared, by=world.priya, now=NOW)[0] for _ in range(2))
    assert (first.name, second.name) == ("Ours copy", "Ours copy 2")
    assert text_of(first) == "smith"
    assert first.shared_at is None
    long = keep("smith", "x" * LONGEST_NAME, world.priya)
    assert copy(long, by=world.priya, now=NOW)[0].name == "x" * LONGEST_NAME + " 2"


def test_what_is_deleted_can_be_taken_back_for_a_while(world):
    selection = keep("whitfield", "Mine", world.priya)
    freeze(selection, asks(world.priya))
    retire(selection, now=NOW)
    assert names(world.priya) == []
    keep("smith", "Mine", world.priya)
    take_back(selection)
    assert sorted(names(world.priya)) == ["Mine", "Mine 2"]
    retire(selection, now=NOW)
    number = selection.id
    forget_retired(now=NOW + KEPT_FOR)
    assert db.session.get(Selection, number) is not None
    forget_retired(now=NOW + KEPT_FOR + 1)
    db.session.expire_all()
    assert db.session.get(Selection, number) is None
    assert db.session.query(SelectionPerson).count() == 0


def test_one_whose_tag_was_deleted_says_so(world):
    (tag,) = found_tags(["vip"], now=NOW)
    selection = keep("tag:vip", "VIPs", world.mona)
    delete_tag(tag, by=world.mona, now=NOW)
    with pytest.raises(CriteriaError, match="deleted"):
        text_of(selection)
    with pytest.raises(CriteriaError, match="deleted"):
        freeze(selection, asks(world.mona))


def test_a_frozen_one_holds_whom_it_found(world):
    selection = keep("city:Sacramento", "Letter", world.mona)
    assert freeze(selection, asks(world.mona)) == 1
    dana = world.people["dana"]
    db.session.get_one(Person, dana).city_key = "boston"
    db.session.flush()
    assert found("selection:letter", world.mona) == {dana}
    assert freeze(selection, asks(world.mona, now=NOW + 60)) == 0
    assert selection.frozen_at == NOW + 60
    assert found("selection:letter", world.mona) == set()


def test_it_holds_only_those_whom_the_freezer_sees_and_shows_only_those_whom_one_sees(world):
    selection = keep("city:any OR city:none", "Everybody", world.jonas, shared=True)
    assert freeze(selection, asks(world.jonas)) == 2
    assert found("selection:everybody", world.jonas) == {world.people["dana"], world.people["henrik"]}
    assert found("selection:everybody", world.priya) == {world.people["dana"]}
    assert found("selection:everybody", world.tomas) == set()
    assert found("-selection:everybody", world.mona) == {world.people["ines"]}


def test_a_copy_of_a_frozen_one_holds_those_whom_its_new_owner_sees(world):
    selection = keep("city:any OR city:none", "Everybody", world.jonas, shared=True)
    freeze(selection, asks(world.jonas))
    copied, _ = copy(selection, by=world.priya, now=NOW)
    hold_the_same(copied, selection, asks(world.priya))
    assert found('selection:"Everybody copy"', world.priya) == {world.people["dana"]}
    held = db.session.query(SelectionPerson).filter_by(selection_id=copied.id)
    assert held.count() == 1


def test_one_that_is_live_again_follows_its_criteria(world):
    selection = keep("city:Sacramento", "Letter", world.mona)
    freeze(selection, asks(world.mona))
    make_live(selection, now=NOW)
    assert db.session.query(SelectionPerson).count() == 0
    with pytest.raises(CriteriaError, match="There is no frozen selection"):
        parse("selection:letter", asks(world.mona))


def test_one_cannot_be_a_part_of_itself(world):
    selection = keep("city:Sacramento", "Letter", world.mona)
    freeze(selection, asks(world.mona))
    with pytest.raises(BadSelection, match="“Letter” cannot be a part of itself"):
        restate(selection, parse("kind:lead OR -selection:letter", asks(world.mona)), now=NOW)
