"""What a page of the list shows about its people: one query for the people, one for each look-up it needs."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from webapp.companies.naming import names_of
from webapp.db import db
from webapp.fields import custom_values
from webapp.listing.columns import Column
from webapp.people.models import Person, PersonEmail, PersonPhone
from webapp.people.values import PLAIN_COLUMNS, TEXT_COLUMNS
from webapp.pipelines.models import Status
from webapp.tags.models import PersonTag, Tag
from webapp.users.office import Office
from webapp.users.user import User
from webapp.users.viewer import hue, initials


class Coloured(NamedTuple):
    """A status, a tag or an owner: what it is called, its colour, an owner's initials and first name."""

    name: str
    hue: str
    initials: str = ""
    first: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A person in the list; `cells` are the values of the columns in their order, None for nothing.

    Texts, codes, day ordinals and moments come as they are stored, tags as a list, companies by name.
    """

    id: int
    name: str
    cells: list


def rows_of(ids: Sequence[int], columns: Sequence[Column]) -> list[Row]:
    """Those of these people who still exist, in this order."""
    stored = [column.key for column in columns if column.key in _STORED]
    found = db.session.execute(
        select(Person.id, Person.name, *(_STORED[key] for key in stored)).where(Person.id.in_(ids))
    ).all()
    names = {row[0]: row[1] for row in found}
    values: dict[str, dict[int, object]] = {}
    for position, key in enumerate(stored, 2):
        values[key] = {row[0]: row[position] for row in found}
        if key in _NAMED:
            shown = _NAMED[key](set(values[key].values()) - {None})
            values[key] = {i: shown.get(value) for i, value in values[key].items()}
    for column in columns:
        if column.key in _BY_PERSON:
            values[column.key] = _BY_PERSON[column.key](ids)
    values |= _custom(ids, [column.key for column in columns if column.is_custom])
    of_columns = [values[column.key] for column in columns]
    return [Row(i, names[i], [of_column.get(i) for of_column in of_columns]) for i in ids if i in names]


def _custom(ids: Sequence[int], keys: list[str]) -> dict[str, dict[int, object]]:
    values: dict[str, dict[int, object]] = {key: {} for key in keys}
    if keys:
        for person_id, own in custom_values.read(ids, map(custom_values.field_id_of, keys)).items():
            for key, value in own.items():
                values[key][person_id] = value
    return values


def _statuses(ids: set[int]) -> dict[int, Coloured]:
    rows = db.session.execute(select(Status.id, Status.name, Status.hue).where(Status.id.in_(ids)))
    return {status_id: Coloured(name, colour) for status_id, name, colour in rows}


def _owners(ids: set[int]) -> dict[int, Coloured]:
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {
        user_id: Coloured(name, hue(user_id), initials(name), name.partition(" ")[0])
        for user_id, name in rows
    }


def _offices(ids: set[int]) -> dict[int, str]:
    return dict(db.session.execute(select(Office.id, Office.name).where(Office.id.in_(ids))).all())


def _tags(ids: Sequence[int]) -> dict[int, list[Coloured]]:
    found = defaultdict(list)
    for person_id, name, colour in db.session.execute(
        select(PersonTag.person_id, Tag.name, Tag.hue)
        .join(Tag, Tag.id == PersonTag.tag_id)
        .where(PersonTag.person_id.in_(ids))
        .order_by(PersonTag.person_id, Tag.name_key)
    ):
        found[person_id].append(Coloured(name, colour))
    return found


def _primary(model) -> Callable[[Sequence[int]], dict[int, str]]:
    def shown(ids: Sequence[int]) -> dict[int, str]:
        statement = select(model.person_id, model.shown).where(model.person_id.in_(ids), model.position == 0)
        return dict(db.session.execute(statement).all())

    return shown


_STORED = {
    "name": Person.name,
    "company": Person.company_id,
    "kind": Person.kind,
    "status": Person.status_id,
    "owner": Person.owner_id,
    "office": Person.office_id,
    "contacted": Person.last_contact_at,
    "touched": Person.last_touch_at,
    "created": Person.created_at,
    "changed": Person.changed_at,
    **{name: getattr(Person, name) for name in (*TEXT_COLUMNS, *PLAIN_COLUMNS)},
}
_NAMED = {"company": names_of, "status": _statuses, "owner": _owners, "office": _offices}
_BY_PERSON = {"email": _primary(PersonEmail), "phone": _primary(PersonPhone), "tags": _tags}
