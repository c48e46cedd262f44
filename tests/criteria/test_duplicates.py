"""Asking for likely duplicates: whom each user finds, and that no rule may ask."""

import pytest
from sqlalchemy import update

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.criteria.asking import Asker
from webapp.criteria.crowd import load_facts
from webapp.criteria.errors import CriteriaError
from webapp.criteria.evaluating import holds
from webapp.criteria.sentence import as_text
from webapp.criteria.sql import probe
from webapp.criteria.text import parse, print_text
from webapp.db import db, insert_rows
from webapp.duplicates.models import Pair
from webapp.people.models import Person
from webapp.people.trashing import move_to_trash
from webapp.people.visible import people_of
from webapp.users.own_company import Labels


@pytest.fixture
def pair(world) -> list[int]:
    """Two who are perhaps the same, of whom Priya knows the second alone."""
    ids = [world.person(first="Pat"), world.person(first="Patrick", owner_id=world.priya.id)]
    row = {"first_id": ids[0], "second_id": ids[1], "score": 60, "reasons": [], "found_at": NOW}
    insert_rows(Pair, [{**row, "dismissed_at": None}])
    db.session.flush()
    return ids


@pytest.fixture
def found(pair):
    """found(viewer): whom is:duplicate finds for that user, which is the same in SQL and in Python."""

    def found(viewer) -> list[int]:
        asker = Asker(viewer, NOW, "UTC", "US")
        tree = parse("is:duplicate", asker)
        ids = [
            p.id for p in db.session.scalars(people_of(viewer).where(probe(tree, asker)).order_by(Person.id))
        ]
        seen = load_facts(db.session.scalars(people_of(viewer).with_only_columns(Person.id)).all())
        assert ids == [person_id for person_id, facts in seen.items() if holds(tree, facts, asker)]
        return ids

    return found


def test_both_are_found_by_who_sees_both(world, pair, found):
    assert found(world.mona) == pair
    assert found(world.priya) == []


def test_whoever_is_not_the_same_or_in_the_trash_is_no_duplicate(world, pair, found):
    db.session.execute(update(Pair).values(dismissed_at=NOW))
    assert found(world.mona) == []
    db.session.execute(update(Pair).values(dismissed_at=None))
    change_set = open_change_set("trash", "Deleted", by=world.mona, now=NOW)
    move_to_trash(pair[:1], by=world.mona, now=NOW, change_set=change_set)
    assert found(world.mona) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_how_it_reads(asker):
    tree = parse("is:duplicate", asker)
    assert print_text(tree) == "is:duplicate"
    assert as_text(tree, Labels({})) == "People with a likely duplicate"
    assert as_text(parse("-is:duplicate", asker), Labels({})) == "People without a likely duplicate"
    with pytest.raises(CriteriaError, match="One can ask for is:duplicate"):
        parse("is:double", asker)
