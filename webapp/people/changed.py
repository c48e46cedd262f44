"""Whom change sets changed, as far as a viewer may see them, for lists of deeds."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from webapp.activity.models import Change
from webapp.db import db
from webapp.people.models import TRASHED, Person
from webapp.people.visible import seen_by
from webapp.users.viewer import Viewer

A_FEW = 3
"""A list of deeds names the people of change sets up to this size."""


class Named(NamedTuple):
    """Somebody's name; who is in the trash has no page to link to."""

    id: int
    name: str
    in_trash: bool


def people_of_sets(viewer: Viewer, change_set_ids: Iterable[int]) -> dict[int, list[Named]]:
    """The visible people of small change sets (at most A_FEW people each), by change set."""
    rows = db.session.execute(
        select(Change.change_set_id, Person.id, Person.name, Person.hidden)
        .join(Person, Person.id == Change.person_id)
        .where(Change.change_set_id.in_(list(change_set_ids)), seen_by(viewer))
        .distinct()
        .order_by(Change.change_set_id, Person.id)
    )
    found: dict[int, list[Named]] = {}
    for change_set_id, person_id, name, hidden in rows:
        found.setdefault(change_set_id, []).append(Named(person_id, name, hidden == TRASHED))
    return found


def named(viewer: Viewer, person_ids: Iterable[int]) -> dict[int, Named]:
    """These people by id, those in the trash too, if the viewer may see them."""
    rows = db.session.execute(
        select(Person.id, Person.name, Person.hidden).where(Person.id.in_(set(person_ids)), seen_by(viewer))
    )
    return {person_id: Named(person_id, name, hidden == TRASHED) for person_id, name, hidden in rows}
