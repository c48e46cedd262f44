"""Giving all people of one user to another, or to the office that the user moves to: a few at once, many by
the jobs process (following.py)."""

from sqlalchemy import ColumnElement, func, select

from webapp.activity.models import ChangeSet
from webapp.db import db
from webapp.db.counters import PeopleCount
from webapp.people.editing import Values, change_people
from webapp.people.following import AT_ONCE, Follower, Following, followed_by, let_follow
from webapp.people.models import Person
from webapp.people.visible import LIVING


def register() -> None:
    """Let people follow their owner to another office, or pass on to another owner."""
    followed_by("owner", Follower(_give, people_owned_by))
    followed_by("office of owner", Follower(_move, people_owned_by))


def people_owned_by(user_id: int) -> int:
    """How many living people the user owns."""
    return _counted(PeopleCount.owner_id == user_id)


def people_in_office(office_id: int) -> int:
    """How many living people belong to the office."""
    return _counted(PeopleCount.office_id == office_id)


def give_people(user_id: int, heir_id: int, *, by, now: int, change_set: ChangeSet) -> bool:
    """Let everybody whom the user owns be the other's; False when the jobs process goes on with it."""
    return let_follow("owner", user_id, heir_id, by=by, now=now, change_set=change_set)


def move_people(user_id: int, office_id: int, *, by, now: int, change_set: ChangeSet) -> bool:
    """Let everybody whom the user owns belong to the office; False when the jobs process goes on with it."""
    return let_follow("office of owner", user_id, office_id, by=by, now=now, change_set=change_set)


def _counted(whose: ColumnElement[bool]) -> int:
    people = select(func.coalesce(func.sum(PeopleCount.people), 0))
    return db.session.scalar(people.where(PeopleCount.facet == "kind", whose))


def _give(following: Following, by, now: int) -> bool:
    return _change(following, {"owner_id": following.to_id}, by, now)


def _move(following: Following, by, now: int) -> bool:
    return _change(following, {"office_id": following.to_id}, by, now)


def _change(following: Following, values: Values, by, now: int) -> bool:
    owned = select(Person.id).where(
        LIVING, Person.owner_id == following.of_id, Person.id > following.last_person_id
    )
    ids = list(db.session.scalars(owned.order_by(Person.id).limit(AT_ONCE)))
    if ids:
        change_set = db.session.get_one(ChangeSet, following.change_set_id)
        change_people(dict.fromkeys(ids, values), by=by, now=now, change_set=change_set)
        following.last_person_id = ids[-1]
    return bool(ids)
