"""One question means the same everywhere: in SQL by both forms, in Python, and after being written down."""

import json

import pytest
from hypothesis import HealthCheck, assume, given, settings
from sqlalchemy import select

from tests.criteria.questions import QUESTIONS
from webapp.criteria.building.reading import draft_of, tree_of
from webapp.criteria.crowd import Crowd, load_facts
from webapp.criteria.errors import CriteriaError
from webapp.criteria.estimating import at_most
from webapp.criteria.evaluating import holds, whom
from webapp.criteria.keeping import from_json, to_json
from webapp.criteria.sentence import as_text
from webapp.criteria.sql import drive, probe, probe_along
from webapp.criteria.text import parse, print_text
from webapp.criteria.tree import canonical
from webapp.db import db
from webapp.people.models import Person
from webapp.people.visible import LIVING
from webapp.users.own_company import Labels

often = settings(max_examples=55, suppress_health_check=list(HealthCheck), print_blob=True)


def understood(text, asker):
    """The tree of a random text, which may ask for an empty part or one too long."""
    try:
        return parse(text, asker)
    except CriteriaError:
        assume(False)


def found_by(condition) -> set[int]:
    return set(db.session.scalars(select(Person.id).where(LIVING, condition)))


@pytest.fixture
def facts(crowd):
    return load_facts(crowd)


@often
@given(text=QUESTIONS)
def test_sql_finds_whom_python_finds(facts, asker, text):
    tree = understood(text, asker)
    found = found_by(probe(tree, asker))
    assert found == {person_id for person_id, own in facts.items() if holds(tree, own, asker)}
    assert found_by(probe_along(tree, asker, 10**6)) == found
    crowd = Crowd(facts)
    assert found == set(crowd.among(whom(tree, crowd, asker)))
    most = at_most(tree, asker)
    if most is not None:
        assert most >= len(found)
        assert found_by(Person.id.in_(drive(tree, asker))) == found


@often
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@given(text=QUESTIONS)
def test_a_tree_is_what_its_text_says(crowd, asker, text):
    tree = understood(text, asker)
    assert canonical(tree) == tree
    written = print_text(tree)
    assert parse(written, asker) == tree
    assert print_text(parse(written, asker)) == written
    assert from_json(json.loads(json.dumps(to_json(tree)))) == tree
    draft = draft_of(tree)
    assert tree_of(draft, asker, complete=True) == tree, draft
    assert as_text(tree, Labels({})).strip()
