"""Dana's page, and what is on it in the database."""

import pytest
from sqlalchemy import select

from webapp.db import db


@pytest.fixture
def dana(world):
    """Where Dana's page is."""
    return f"/people/{world.people['dana']}"


@pytest.fixture
def danas(world):
    """danas(Note) are Dana's notes that are not deleted, as the database has them now."""

    def danas(model):
        db.session.rollback()
        rows = select(model).where(model.person_id == world.people["dana"], model.deleted_at.is_(None))
        return db.session.scalars(rows.order_by(model.id)).all()

    return danas
