"""Finding the pairs of whoever is due, some at a time: the lock is held only to write what was found.

A killed run loses nothing, for whoever was not dealt with is still due.
"""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import bindparam, delete, exists, or_, select, tuple_
from sqlalchemy.orm import aliased

from webapp.db import (
    Prepared,
    batches,
    db,
    fetch,
    insert_into,
    insert_tuples,
    one_of,
    one_of_given,
    reading,
    with_index,
)
from webapp.duplicates.blocking import MOST_IN_BLOCK, block_keys
from webapp.duplicates.likeness import Features, Likeness, compare, names_alike
from webapp.duplicates.models import Block, Due, Pair
from webapp.duplicates.reading import features_of
from webapp.people.models import Person
from webapp.people.visible import LIVING

AT_ONCE = 500
PAIRS_AT_ONCE = 300
ADDRESSES = ("e:", "p:")
"""Whoever shares one of these blocks is compared whatever the names are."""
Both = tuple[int, int]
"""The ids of two people, the lower one first."""

_own, _other, _crowd = aliased(Block), aliased(Block), aliased(Block)
_too_many = exists(select(_crowd.person_id).where(_crowd.key == _own.key).limit(1).offset(MOST_IN_BLOCK))
_comes_later = exists().where(Due.person_id == _other.person_id) & ~one_of_given(
    _other.person_id, "person_ids"
)
_SHARING = Prepared(
    select(_own.person_id, _other.person_id, _own.key, _own.name, _other.name)
    .join(_other, (_other.key == _own.key) & (_other.person_id != _own.person_id))
    .where(one_of_given(_own.person_id, "person_ids"), ~_too_many, ~_comes_later)
)
_ANY_DUE = Prepared(select(Due.person_id, Due.marks).order_by(Due.person_id).limit(AT_ONCE + 1))
_DUE_BY_NAME = Prepared(
    with_index(select(Person.id, Due.marks, Person.name_key), Person, "ix_person_name")
    .join(Due, Due.person_id == Person.id)
    .where(LIVING, tuple_(Person.name_key, Person.id) > tuple_(bindparam("name"), bindparam("person_id")))
    .order_by(Person.name_key, Person.id)
    .limit(AT_ONCE)
)


def find_pairs(*, now: int) -> Iterator[int]:
    """Look at everybody who is due; yields how many were after every step, for the caller to commit."""
    walk = _Walk()
    while due := walk.next_due():
        with reading():
            features = features_of(due)
        _stand_in_blocks(due, features)
        yield 0
        with reading():
            found = pairs_of(features)
        _keep(found, due, now)
        yield len(due)


def pairs_of(features: Mapping[int, Features]) -> dict[Both, Likeness]:
    """The pairs worth a look between these people and everybody who stands in their blocks; with those who
    come later in the due list, these find them then."""
    likely = _likely(list(features))
    others = {person_id for both in likely for person_id in both} - features.keys()
    known = {**features, **features_of(others)}
    found = {
        both: compare(known[both[0]], known[both[1]])
        for both in likely
        if both[0] in known and both[1] in known
    }
    return {both: likeness for both, likeness in found.items() if likeness.is_listed}


class _Walk:
    """Goes through many who are due in the order of their names, so that those who are compared with each
    other come together and are read once."""

    def __init__(self):
        self._last = {"name": "", "person_id": 0}

    def next_due(self) -> dict[int, int]:
        """The next people who are due, with their marks."""
        with reading():
            some = {row.person_id: row.marks for row in _ANY_DUE.rows()}
            return some if len(some) <= AT_ONCE else self._by_name() or some

    def _by_name(self) -> dict[int, int]:
        """None at the end of the names; who is hidden has no place among them."""
        rows = _DUE_BY_NAME.rows(**self._last)
        if rows:
            self._last = {"name": rows[-1].name_key, "person_id": rows[-1].id}
        return {row.id: row.marks for row in rows}


def _likely(person_ids: list[int]) -> set[Both]:
    found = set()
    for own, other, key, name, other_name in _SHARING.rows(person_ids=person_ids):
        both = (own, other) if own < other else (other, own)
        if both not in found and (key.startswith(ADDRESSES) or names_alike(name, other_name)):
            found.add(both)
    return found


def _stand_in_blocks(due: Collection[int], features: Mapping[int, Features]) -> None:
    """Write the blocks of these people anew; who is gone or hidden stands in none."""
    db.session.execute(delete(Block).where(one_of(Block.person_id, due)))
    rows = [
        (key, person_id, own.name)
        for person_id, own in features.items()
        for key in block_keys(own.shown, own.emails, own.phones, own.city)
    ]
    insert_tuples(Block, ("key", "person_id", "name"), sorted(rows))


def _keep(found: Mapping[Both, Likeness], due: Mapping[int, int], now: int) -> None:
    """Let these be the open pairs of who was due, beside those that somebody dismissed."""
    of_these = or_(one_of(Pair.first_id, due), one_of(Pair.second_id, due))
    there = fetch(select(Pair.first_id, Pair.second_id).where(of_these, Pair.dismissed_at.is_(None)))
    gone = [tuple(both) for both in there if tuple(both) not in found]
    for some in batches(gone, PAIRS_AT_ONCE):
        db.session.execute(delete(Pair).where(tuple_(Pair.first_id, Pair.second_id).in_(some)))
    if found:
        adding = insert_into(Pair)
        adding = adding.on_conflict_do_update(
            index_elements=["first_id", "second_id"],
            set_={"score": adding.excluded.score, "reasons": adding.excluded.reasons},
        )
        rows = [_row(both, likeness, now) for both, likeness in sorted(found.items())]
        db.session.connection().execute(adding, rows)
    seen = tuple_(Due.person_id, Due.marks)
    for some in batches(due.items(), PAIRS_AT_ONCE):
        db.session.execute(delete(Due).where(seen.in_(some)))


def _row(both: Both, likeness: Likeness, now: int) -> dict:
    return {
        "first_id": both[0],
        "second_id": both[1],
        "score": likeness.score,
        "reasons": likeness.reasons,
        "found_at": now,
    }
