"""Rows about somebody who was erased on request do not come in, and nothing of them is kept."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.db import db
from webapp.imports.models import ImportReject
from webapp.imports.rejects import rejects_as_csv
from webapp.people.models import Person
from webapp.suppressions.keeping import note_erasure

ROWS = """First name,Last name,E-mail,Phone
Ada,Gone,ADA@old.com,
Ben,Gone,,916-555-0199
Cy,New,cy@example.com,
"""


@pytest.fixture(autouse=True)
def erased(world):
    note_erasure({77: 5}, ["ada@old.com", "+19165550199"], reason="asked", by_id=None, now=NOW)
    db.session.commit()


def names() -> list[str]:
    return list(db.session.scalars(select(Person.name).where(Person.last.in_(["Gone", "New"]))))


def test_rows_with_their_addresses_are_rejected_with_the_reason_and_without_their_cells(import_rows):
    run = import_rows(ROWS)
    assert (run.created, run.rejected) == (1, 2)
    assert names() == ["Cy New"]
    rejects = db.session.execute(select(ImportReject.line, ImportReject.cells, ImportReject.reason)).all()
    assert [(line, cells) for line, cells, _ in rejects] == [(2, []), (3, [])]
    assert all("erased on request on 21 Sep 2026" in reason for *_, reason in rejects)
    assert "Ada" not in "".join(rejects_as_csv(run))


def test_a_rehearsal_says_the_same(import_rows):
    run = import_rows(ROWS, rehearse=True)
    assert (run.created, run.rejected) == (1, 2)
    assert names() == []
