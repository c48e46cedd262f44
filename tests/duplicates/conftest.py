"""Looking for duplicates as the job does it."""

import pytest

from tests.world import NOW
from webapp.db import db
from webapp.duplicates.finding import find_pairs


@pytest.fixture
def look(app):
    """look(): everybody who is due is looked at."""

    def look(now=NOW):
        db.session.commit()
        for _ in find_pairs(now=now):
            db.session.commit()

    return look


@pytest.fixture
def twin(world):
    """Dana Whitfield once more, known to Priya too, without her phone and under her mail at home."""
    return world.person(
        first="Dana",
        last="Whitfeld",
        emails=[["Dana@Example.com", "dana@example.com"]],
        city="Sacramento",
        owner_id=world.priya.id,
    )
