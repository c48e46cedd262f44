import pytest
from sqlalchemy import func, select, text

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.criteria.words import found_by
from webapp.db import db
from webapp.people.creating import NewPerson, create_people
from webapp.people.editing import change_people
from webapp.people.indexing import WAITING, index_waiting
from webapp.people.models import PersonSearch


@pytest.fixture
def newcomers(world):
    """Three people who wait for the text index."""
    values = {"kind": "contact", "status_id": world.new, "office_id": world.boston, "last": "Newcomer"}
    change_set = open_change_set("import", "x", by=world.mona, now=NOW)
    new = [NewPerson({**values, "first": name}) for name in ("Ada", "Ben", "Cy")]
    ids = create_people(new, by=world.mona, now=NOW, change_set=change_set, index_later=True)
    db.session.commit()
    return ids


def test_who_waits_for_the_index_is_found_all_the_same(newcomers):
    assert _found("newc") == newcomers


def test_who_was_indexed_is_found_by_the_index(newcomers):
    for _ in index_waiting():
        db.session.commit()
    assert not db.session.scalar(select(func.count()).select_from(PersonSearch).where(WAITING))
    assert _found("newc") == newcomers


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_who_is_renamed_while_waiting_is_indexed_by_the_new_name(newcomers, world):
    change_set = open_change_set("edit", "x", by=world.mona, now=NOW)
    change_people({newcomers[0]: {"first": "Zoe"}}, by=world.mona, now=NOW, change_set=change_set)
    assert list(index_waiting()) == [3]
    db.session.execute(text("INSERT INTO person_fts (person_fts, rank) VALUES ('integrity-check', 1)"))
    assert (_found("zoe"), _found("ada")) == ([newcomers[0]], [])


def _found(word):
    return sorted(db.session.scalars(found_by([[word]]).statement))
