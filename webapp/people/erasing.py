"""Deleting people for good, with all that belongs to them."""

from collections.abc import Collection

from sqlalchemy import delete

from webapp.activity.models import Change, Event
from webapp.db import db
from webapp.people.models import Person


def erase(person_ids: Collection[int]) -> None:
    """Delete these people, their history, and what of them others could still take back."""
    for model in (Change, Event):
        db.session.execute(delete(model).where(model.person_id.in_(person_ids)))
    # Addresses, search rows, tags, values, touches, notes and conversions go with their person (CASCADE).
    db.session.execute(delete(Person).where(Person.id.in_(person_ids)))
