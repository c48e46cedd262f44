"""Whom `import:7` finds: exactly those whom the import brought in or changed, as long as that is known."""

import pytest

from tests.world import NOW
from webapp.changes.purging import purge_changes
from webapp.changes.undoing import KEEP_SECONDS
from webapp.criteria.asking import Asker
from webapp.criteria.errors import CriteriaError
from webapp.criteria.text import parse, print_text
from webapp.db import db
from webapp.listing.address import Address
from webapp.listing.opening import open_list

FILE = (
    "First name,E-mail,City\n"
    "Ada,ada@example.com,Boston\n"
    "Dana,dana@example.com,Salem\n"
    "Ines,ines@example.com,\n"
    "Ben,ben@,\n"
)


def found(q, asker) -> set[int]:
    return set(open_list(Address(q), asker).page(None, None).ids)


@pytest.fixture
def asker(world) -> Asker:
    return Asker(world.mona, NOW, "America/New_York", "US")


@pytest.fixture
def run(import_rows):
    return import_rows(FILE, on_match="overwrite")


def test_it_finds_exactly_whom_the_import_brought_in_or_changed(asker, world, run):
    assert (run.created, run.updated, run.rejected) == (2, 1, 1)
    ids = found(f"import:{run.id}", asker)
    assert ids > {world.people["dana"]}
    assert len(ids) == 3
    assert found(f"-import:{run.id}", asker) == {world.people["henrik"], world.people["ines"]}


def test_one_sees_only_people_whom_one_may_see(world, asker, run):
    run.by_id = world.tomas.id
    tomas = Asker(world.tomas, NOW, "Europe/Lisbon", "PT")
    assert found(f"import:{run.id}", tomas) < found(f"import:{run.id}", asker)


def test_after_thirty_days_nobody_knows_any_more(asker, run):
    tree = parse(f"import:{run.id}", asker)
    while purge_changes(now=NOW + KEEP_SECONDS + 1):
        db.session.commit()
    with pytest.raises(CriteriaError, match="deleted"):
        print_text(tree)
    with pytest.raises(CriteriaError, match="There is no import"):
        parse(f"import:{run.id}", asker)
