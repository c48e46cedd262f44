"""Giving all people of one user to another, or to the office that the user moves to."""

from collections.abc import Iterator

from sqlalchemy import func, select

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.db.counters import PeopleCount
from webapp.people.editing import Values, change_people
from webapp.people.models import Person
from webapp.people.visible import LIVING

CHUNK = 200


def people_owned_by(user_id: int) -> int:
    """How many living people the user owns."""
    counted = PeopleCount.facet == "kind", PeopleCount.owner_id == user_id
    return db.session.scalar(select(func.coalesce(func.sum(PeopleCount.people), 0)).where(*counted))


def people_in_office(office_id: int) -> int:
    """How many living people belong to the office."""
    counted = PeopleCount.facet == "kind", PeopleCount.office_id == office_id
    return db.session.scalar(select(func.coalesce(func.sum(PeopleCount.people), 0)).where(*counted))


def hand_over(user_id: int, title: str, values: Values, *, by, now: int) -> Iterator[ChangeSet]:
    """Set values such as {"owner_id": 7} of everybody whom the user owns, in one change set; none if nobody.

    Yields after every 200 people, where the caller commits, so that nobody waits long for the write lock;
    what was cut off is finished by doing it again.
    """
    if not _owned(user_id, 0):
        return
    change_set = open_change_set("assign", title, by=by, now=now)
    after = 0
    while ids := _owned(user_id, after):
        change_people(dict.fromkeys(ids, values), by=by, now=now, change_set=change_set)
        after = ids[-1]
        yield change_set


def _owned(owner_id: int, after: int) -> list[int]:
    owned = select(Person.id).where(LIVING, Person.owner_id == owner_id, Person.id > after)
    return list(db.session.scalars(owned.order_by(Person.id).limit(CHUNK)))
