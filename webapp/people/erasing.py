"""Deleting people for good, with all that belongs to them: the one way out, from the trash and on request."""

from collections.abc import Collection

from sqlalchemy import delete

from webapp.activity.knowing import FORGETTING
from webapp.db import db
from webapp.people.models import Person


def erase(person_ids: Collection[int]) -> None:
    """Delete these people, their history, and what of them others could still take back."""
    for forget, _ in FORGETTING.values():
        forget(person_ids)
    # Addresses, search rows, tags, values, touches, notes and conversions go with their person (CASCADE).
    db.session.execute(delete(Person).where(Person.id.in_(person_ids)))
