"""Who is probably the same person as somebody about to be added."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Select, select

from webapp.db import db, key
from webapp.people.models import Person, PersonEmail, PersonPhone
from webapp.people.visible import LIVING, seen_by
from webapp.users.viewer import Viewer

MOST = 5


class Alike(NamedTuple):
    """Somebody there already; `by` is what they share: 'e-mail', 'phone' or 'name'."""

    id: int
    name: str
    by: str


def alike(viewer: Viewer, *, name: str, email: str, phone: str) -> list[Alike]:
    """At most five of those whom the viewer sees, addresses before names; takes norms, '' for none."""
    found: dict[int, Alike] = {}
    for by, statement in _sought(name, email, phone):
        rows = db.session.execute(statement.where(LIVING, seen_by(viewer)).order_by(Person.id).limit(MOST))
        for person_id, shown in rows:
            found.setdefault(person_id, Alike(person_id, shown, by))
    return list(found.values())[:MOST]


def _sought(name: str, email: str, phone: str) -> Iterator[tuple[str, Select]]:
    people = select(Person.id, Person.name)
    if email:
        yield "e-mail", people.join(PersonEmail).where(PersonEmail.norm == email)
    if phone:
        yield "phone", people.join(PersonPhone).where(PersonPhone.norm == phone)
    if name_key := key(name):
        yield "name", people.where(Person.name_key == name_key)
