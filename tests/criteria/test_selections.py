"""Frozen selections in questions: which of them one may ask for, and how they read."""

import pytest

from tests.world import NOW
from webapp.criteria.asking import Asker
from webapp.criteria.completing import complete
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import as_text
from webapp.criteria.text import parse, print_text
from webapp.db import db
from webapp.selections.models import Selection
from webapp.users.own_company import Labels

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
HERS, SHARED, SLASHED, NONE = range(4)


@pytest.fixture
def tomas(world) -> Asker:
    return Asker(world.tomas, NOW, "Europe/Lisbon", "PT")


def test_a_name_means_ones_own_before_those_of_others(asker, tomas, selections):
    assert parse('selection:"spring letter"', asker).values == (("is", selections[HERS]),)
    assert parse('selection:"spring letter"', tomas).values == (("is", selections[SHARED]),)
    others = parse('selection:"tomas@example.com/spring letter"', asker)
    assert others.values == (("is", selections[SHARED]),)
    assert parse(print_text(others), asker) == others


def test_where_several_bear_a_name_it_is_written_with_its_owner(asker, tomas, selections):
    for typed, who, written in (
        ('selection:"Spring letter"', asker, 'selection:"mona@example.com/Spring letter"'),
        ('selection:"Spring letter"', tomas, 'selection:"tomas@example.com/Spring letter"'),
        ('selection:"a/b"', asker, r'selection:"a\\/b"'),
        ("-selection:none", asker, "-selection:none"),
    ):
        assert print_text(parse(typed, who)) == written


def test_somebody_elses_private_one_is_none(tomas, selections):
    for typed in ("selection:none", 'selection:"mona@example.com/Spring letter"'):
        with pytest.raises(CriteriaError, match="There is no frozen selection"):
            parse(typed, tomas)
    assert all("mona" not in one.shown for one in complete("selection:", tomas))


def test_one_that_follows_its_criteria_again_is_missed(asker, selections):
    tree = parse("selection:none", asker)
    db.session.get_one(Selection, selections[NONE]).frozen_at = None
    db.session.flush()
    with pytest.raises(CriteriaError, match="was deleted, or follows its criteria again"):
        print_text(tree)
    with pytest.raises(CriteriaError, match="A live one is opened from Selections, or frozen"):
        parse("selection:none", asker)


def test_it_is_said_in_words(asker, selections):
    said = as_text(parse('selection:"a/b",none', asker), Labels({}))
    assert said == "People in the selection a/b or none"
    assert as_text(parse("-selection:none", asker), Labels({})) == "People not in the selection none"


def test_those_that_one_sees_are_offered(asker, selections):
    offered = [one.shown for one in complete("selection:", asker)]
    assert sorted(offered) == [
        '"a\\\\/b"',
        '"mona@example.com/Spring letter"',
        '"tomas@example.com/Spring letter"',
        "none",
    ]
