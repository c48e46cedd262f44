"""Asking for imports by number: which of them one may ask for, and how they read."""

import pytest

from tests.world import NOW
from webapp.criteria.asking import Asker
from webapp.criteria.completing import complete
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import as_text
from webapp.criteria.text import parse, print_text
from webapp.users.own_company import Labels

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_an_import_that_one_may_not_look_at_is_none(world, imports):
    priya = Asker(world.priya, NOW, "America/New_York", "US")
    with pytest.raises(CriteriaError, match="There is no import “2”"):
        parse("import:2", priya)
    with pytest.raises(CriteriaError, match="There is no import “x”"):
        parse("import:x", priya)


def test_it_is_named_by_number_and_said_by_its_file(asker, imports):
    tree = parse("import:7,1", asker)
    assert print_text(tree) == "import:1,7"
    assert as_text(tree, Labels({})) == "People from the import people 1.csv or people 7.csv"
    assert as_text(parse("-import:7", asker), Labels({})) == "People not from the import people 7.csv"


def test_the_latest_imports_are_offered_first(world, asker, imports):
    assert [completion.shown for completion in complete("import:", asker)] == ["7", "2", "1"]
    tomas = Asker(world.tomas, NOW, "Europe/Lisbon", "PT")
    assert [completion.shown for completion in complete("import:", tomas)] == ["2"]
