"""Saved segments: who sees and changes them, what becomes of them, and who of them is overdue."""

import pytest

from tests.world import NOW
from webapp.criteria.asking import Asker
from webapp.criteria.errors import CriteriaError
from webapp.criteria.text import parse
from webapp.db import db
from webapp.listing.address import Address
from webapp.listing.opening import open_list
from webapp.people.models import Person
from webapp.saved_segments.keeping import (
    KEPT_FOR,
    BadSaved,
    change,
    forget_retired,
    may_change,
    put_in_order,
    retire,
    save,
    saved_for,
    saved_seen_by,
    take_back,
    text_of,
)
from webapp.segments.models import ReminderPause, SavedSegment
from webapp.tags.administering import delete_tag, erase_retired
from webapp.tags.models import Tag
from webapp.tags.naming import found_tags

DAY = 86_400
PLAIN = {"hue": "gray", "reminder_days": None, "counts_automatic": False, "shared": False}


def keep(text: str, name: str, by, **given):
    tree = parse(text, Asker(by, NOW, "America/New_York", "US"))
    return save(tree, by=by, now=NOW, name=name, **{**PLAIN, **given})


def names(viewer) -> list[str]:
    return [saved.name for saved in saved_for(viewer)]


def test_private_ones_are_seen_by_nobody_else_and_shared_ones_by_all(world):
    keep("smith", "Hers", world.priya)
    shared = keep("owner:me", "Ours", world.jonas, shared=True)
    assert names(world.priya) == ["Hers", "Ours"]
    assert names(world.tomas) == ["Ours"]
    assert may_change(shared, world.jonas)
    assert may_change(shared, world.mona)
    assert not may_change(shared, world.priya)


def test_sharing_needs_the_permission(world):
    with pytest.raises(BadSaved, match="for those who edit segments"):
        keep("smith", "Ours", world.priya, shared=True)


def test_a_name_is_taken_once_by_each(world):
    keep("smith", "Mine", world.priya)
    keep("smith", "Mine", world.jonas)
    with pytest.raises(BadSaved, match="already"):
        keep("smith", "MINE", world.priya)


def test_the_order_is_ones_own(world):
    a, b, c = (keep("x", name, world.priya) for name in "abc")
    put_in_order([c.id, a.id], by=world.priya)
    assert names(world.priya) == ["c", "a", "b"]
    assert b.position == 2


def test_what_is_renamed_is_renamed_in_it(world):
    (tag,) = found_tags(["vip"], now=NOW)
    saved = keep("tag:vip", "VIPs", world.mona)
    tag.name = "Very important"
    db.session.flush()
    assert text_of(saved) == 'tag:"Very important"'


def test_what_was_deleted_pauses_it_even_if_its_number_is_given_again(world):
    (tag,) = found_tags(["vip"], now=NOW)
    saved = keep("tag:vip", "VIPs", world.mona)
    number = tag.id
    delete_tag(tag, by=world.mona, now=NOW)
    erase_retired(now=NOW + 31 * 24 * 3600)
    with pytest.raises(CriteriaError, match="deleted"):
        text_of(saved)
    db.session.add(Tag(id=number, name="other", name_key="other", created_at=NOW + 1))
    db.session.flush()
    with pytest.raises(CriteriaError, match="deleted"):
        text_of(saved)


def test_what_is_deleted_can_be_taken_back_for_a_while(world):
    saved = keep("smith", "Mine", world.priya)
    retire(saved, now=NOW)
    assert names(world.priya) == []
    assert saved_seen_by(world.priya, saved.id) is None
    keep("smith", "Mine", world.priya)
    take_back(saved)
    assert sorted(names(world.priya)) == ["Mine", "Mine 2"]
    retire(saved, now=NOW)
    forget_retired(now=NOW + KEPT_FOR)
    assert db.session.get(SavedSegment, saved.id) is not None
    forget_retired(now=NOW + KEPT_FOR + 1)
    db.session.expire_all()
    assert db.session.get(SavedSegment, saved.id) is None


def overdue(world, saved, *, now=NOW) -> set[int]:
    opened = open_list(
        Address(text_of(saved), overdue=saved.id), Asker(world.mona, now, "America/New_York", "US")
    )
    found = set(opened.page(None, None).ids)
    assert opened.counted() == len(found)
    return found


def test_the_reminder_runs_from_the_last_contact_else_from_creation(world):
    saved = keep("", "All", world.mona, reminder_days=30)
    dana, henrik, ines = world.people.values()
    db.session.get(Person, dana).last_contact_at = NOW - 30 * DAY
    db.session.get(Person, henrik).last_contact_at = NOW - 30 * DAY + 1
    db.session.get(Person, ines).last_touch_at = NOW - 40 * DAY
    db.session.flush()
    assert overdue(world, saved) == {dana}
    assert overdue(world, saved, now=NOW + 1) == {dana, henrik}
    assert overdue(world, saved, now=NOW + 30 * DAY) == {dana, henrik, ines}
    change(
        saved,
        **{**PLAIN, "name": "All", "reminder_days": 30, "counts_automatic": True},
        by=world.mona,
        now=NOW,
    )
    assert overdue(world, saved) == {ines}


def test_whoever_pauses_is_not_overdue(world):
    saved = keep("", "All", world.mona, reminder_days=30)
    later = NOW + 30 * DAY
    assert overdue(world, saved, now=later) == set(world.people.values())
    db.session.add(ReminderPause(person_id=world.people["dana"], at=NOW))
    db.session.flush()
    assert world.people["dana"] not in overdue(world, saved, now=later)


def test_overdue_in_what_one_does_not_see_is_an_error(world):
    saved = keep("", "Hers", world.priya, reminder_days=30)
    for viewer, saved_id in ((world.jonas, saved.id), (world.priya, 999)):
        with pytest.raises(CriteriaError, match="not there any more"):
            open_list(Address("", overdue=saved_id), Asker(viewer, NOW, "UTC", "US"))
