"""How the list can be sorted: each sort is a run of bands, and each band one walk along an index.

People without a value come last in both directions, so e-mail has two bands: those with an address in its
order, then those without. Status, stage, kind, owner and office have one band for each of their values, and
people stand by name within it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, select

from webapp.db import db
from webapp.fields.custom_values import NUMERIC, UNINDEXED
from webapp.fields.models import Field, PersonField
from webapp.listing.bands import GROUPED, Band, Group, Sort
from webapp.listing.due import DUE, by_due, by_most_overdue
from webapp.listing.grouping import by_group
from webapp.people.models import Person
from webapp.people.values import CUSTOM
from webapp.users.viewer import Viewer


@dataclass(frozen=True)
class _Column:
    """A sort by one column of person: `empty` is its value for an unknown, None if it is always known.

    `within` are the indexes for the people of one group, by what they are grouped.
    """

    key: ColumnElement
    key_type: type
    index: str
    empty: object = None
    within: Mapping[str, str] = field(default_factory=dict)


_COLUMNS = {
    "name": _Column(
        Person.name_key, str, "ix_person_name", within={by: index for by, (_, index) in GROUPED.items()}
    ),
    "created": _Column(Person.created_at, int, "ix_person_created"),
    "changed": _Column(Person.changed_at, int, "ix_person_changed"),
    "contacted": _Column(
        Person.last_contact_at,
        int,
        "ix_person_contact",
        0,
        {"owner": "ix_person_owner_contact", "office": "ix_person_office_contact"},
    ),
    "touched": _Column(Person.last_touch_at, int, "ix_person_touch", 0),
    "email": _Column(Person.email_norm, str, "ix_person_email", ""),
    "company": _Column(Person.company_key, str, "ix_person_company_name", ""),
    "city": _Column(Person.city_key, str, "ix_person_city", ""),
}
_CUSTOM_FIELD = re.compile(CUSTOM + r"[0-9]{1,15}")
BUILT_IN = (*_COLUMNS, *GROUPED)
NEWEST_FIRST = frozenset({"created", "changed", "contacted", "touched"})
"""Sorts that one mostly wants from the newest to the oldest."""


def sort_named(name: str, *, descending: bool, viewer: Viewer, segment_id: int | None = None) -> Sort | None:
    """The sort of that name ('name', 'status', 'field:12'); None when the list cannot be sorted so.

    `segment_id` is the segment that everybody in the list is in; by its reminders they are sorted then.
    """
    if name == DUE:
        return by_due(segment_id, descending) if segment_id else by_most_overdue(descending)
    if name in _COLUMNS:
        sort = _by_column(name, descending, None)
        return narrowed(sort, Group("owner", viewer.id)) if viewer.scope == "own" else sort
    if name in GROUPED:
        return by_group(name, descending, viewer)
    if _CUSTOM_FIELD.fullmatch(name):
        return _by_custom_field(name, descending)
    return None


def narrowed(sort: Sort, group: Group) -> Sort:
    """The sort of people who are all in that group, along an index that begins with it where there is one."""
    if sort.name not in _COLUMNS or group.by not in _COLUMNS[sort.name].within:
        return sort
    return _by_column(sort.name, sort.descending, group)


def sortable(field_type: str) -> bool:
    """Whether people can be sorted by custom fields of this type: one indexed value each."""
    return field_type not in UNINDEXED and field_type != "several choices"


@lru_cache(maxsize=1_024)
def _by_column(name: str, descending: bool, group: Group | None) -> Sort:
    column = _COLUMNS[name]
    index, where, prefix = column.index, (), ()
    if group:
        of_group, _ = GROUPED[group.by]
        index, where, prefix = column.within[group.by], (of_group == group.value,), (of_group,)
    bands = [Band(1, index, column.key, column.empty, where, prefix)]
    rank = literal(0)
    if column.empty is not None:
        is_empty = column.key == column.empty
        bands.append(Band(0, index, where=(*where, is_empty), prefix=(*prefix, column.key)))
        rank = case((is_empty, 1), else_=0)
    return Sort(name, tuple(bands), column.key, column.key_type, rank, descending, within=group)


def _by_custom_field(name: str, descending: bool) -> Sort | None:
    field_id = int(name.removeprefix(CUSTOM))
    field_type = db.session.scalar(select(Field.type).where(Field.id == field_id, Field.builtin == ""))
    if field_type is None or not sortable(field_type):
        return None
    numeric = field_type in NUMERIC
    column = PersonField.v_num if numeric else PersonField.v_key
    of_field = (PersonField.field_id == field_id, PersonField.position == 0)
    known = Band(
        1,
        "ix_person_field_num" if numeric else "ix_person_field_key",
        column,
        where=(*of_field, column.is_not(None)),
        prefix=(PersonField.field_id,),
        source=PersonField,
    )
    has_value = exists().where(PersonField.person_id == Person.id, *of_field, column.is_not(None))
    unknown = Band(0, "", where=(~has_value,))
    return Sort(
        name,
        (known, unknown),
        func.coalesce(column, 0.0 if numeric else ""),
        float if numeric else str,
        case((column.is_(None), 1), else_=0),
        descending,
        row=and_(PersonField.person_id == Person.id, *of_field),
    )
