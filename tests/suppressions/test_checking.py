"""Suppressed addresses: hashed, found by any key, looked up in one query."""

import pytest
from sqlalchemy import insert, select, update

from tests.world import NOW
from webapp.db import db
from webapp.suppressions.checking import lift, suppressed
from webapp.suppressions.keeping import erasures, note_erasure
from webapp.suppressions.models import Suppression, SuppressionKey


@pytest.fixture
def erase(world):
    def erase(*addresses, people=None, now=NOW):
        return note_erasure(people or {}, addresses, reason="asked", by_id=world.mona.id, now=now)

    return erase


def test_as_long_as_nobody_was_erased_only_the_keys_are_asked_for(world, statements):
    db.session.commit()
    statements.clear()
    assert suppressed(["a@example.com", "b@example.com"]) == {}
    assert len([one for one in statements if "suppression" in one]) == 1
    assert suppressed([]) == {}


def test_any_number_of_addresses_is_one_look_up(erase, statements):
    erase("a@example.com", "+19165550142")
    statements.clear()
    wanted = [f"{n}@example.com" for n in range(2_000)] + ["a@example.com"]
    assert suppressed(wanted) == {"a@example.com": NOW}
    assert len([one for one in statements if "suppression" in one]) == 2


def test_no_address_is_kept_and_the_same_one_twice_is_of_the_later_erasure(erase):
    erase("a@example.com")
    erase("a@example.com", now=NOW + 9)
    hashes = db.session.scalars(select(Suppression.hash)).all()
    assert len(set(hashes)) == 1
    assert len(hashes[0]) == 64
    assert suppressed(["a@example.com"]) == {"a@example.com": NOW + 9}
    lift(["a@example.com"])
    assert suppressed(["a@example.com"]) == {}


def test_hashes_of_another_key_are_found_too(erase):
    erase("a@example.com")
    db.session.execute(update(SuppressionKey).values(id=9))
    db.session.execute(insert(SuppressionKey).values(id=1, key=b"x" * 32))
    erase("b@example.com")
    assert suppressed(["a@example.com", "b@example.com"]).keys() == {"a@example.com", "b@example.com"}


def test_the_list_says_how_many_and_by_whom(erase, world):
    erase("a@example.com", "b@example.com", people={7: 5, 8: 6})
    ((line,), following) = erasures()
    assert (line.by, line.people, line.addresses, line.reason) == ("Mona Keller", 2, 2, "asked")
    assert following is None
