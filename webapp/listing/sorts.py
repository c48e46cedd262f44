"""How the list can be sorted: each sort is a run of bands, and each band one walk along an index.

People without a value come last in both directions, so e-mail has two bands: those with an address in its
order, then those without. Status, stage, kind, owner and office have one band for each of their values, and
people stand by name within it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, select

from webapp.db import db
from webapp.db.counters import PeopleCount
from webapp.fields.custom_values import NUMERIC, UNINDEXED
from webapp.fields.models import Field, PersonField
from webapp.people.models import KINDS, Person
from webapp.people.values import CUSTOM
from webapp.people.visible import counted_for
from webapp.pipelines.models import Pipeline, Stage, Status
from webapp.segments.models import PersonSegment
from webapp.users.office import Office
from webapp.users.user import User
from webapp.users.viewer import Viewer


@dataclass(frozen=True)
class Band:
    """People who stand together in a sort.

    `name` tells the bands of a sort apart. All its people meet `where` and have a `key` above `least`; they
    are ordered by `key` and id, or by id alone. The index on `source` begins with the `prefix`, which is the
    same for all of them.
    """

    name: int
    index: str
    key: ColumnElement | None = None
    least: object = None
    where: tuple[ColumnElement[bool], ...] = ()
    prefix: tuple[ColumnElement, ...] = ()
    source: type = Person

    @property
    def id(self) -> ColumnElement[int]:
        """The person's id on the table that has the index."""
        return self.source.id if self.source is Person else self.source.person_id

    @property
    def members(self) -> ColumnElement[bool]:
        """Who belongs to it."""
        more = () if self.least is None else (self.key > self.least,)
        return and_(*self.where, *more)


class Group(NamedTuple):
    """Everybody of one owner, stage, status, kind or office: `by` is which of these, as the sorts call it."""

    by: str
    value: int | str

    @property
    def index(self) -> str:
        """The index in which they stand together, by name."""
        return GROUPED[self.by][1]


@dataclass(frozen=True)
class Sort:
    """`rank` and `key` order any set of people as the bands do one after another.

    `row` joins the row of `row_of` that the key is read from, where that is not person. `within` is the group
    to which the bands keep, None for everybody.
    """

    name: str
    bands: tuple[Band, ...]
    key: ColumnElement
    key_type: type
    rank: ColumnElement[int]
    descending: bool = False
    row: ColumnElement[bool] | None = None
    row_of: type = PersonField
    within: Group | None = None
    backwards: bool = False

    def reversed(self) -> "Sort":
        """The same people from the last to the first."""
        return replace(
            self, bands=self.bands[::-1], descending=not self.descending, backwards=not self.backwards
        )

    def position(self, band_name: int) -> int | None:
        """Where that band stands among the bands; None when there is none of that name."""
        return next((n for n, band in enumerate(self.bands) if band.name == band_name), None)


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


GROUPED = {
    "kind": (Person.kind, "ix_person_kind"),
    "status": (Person.status_id, "ix_person_status"),
    "stage": (Person.stage_id, "ix_person_stage"),
    "owner": (Person.owner_id, "ix_person_owner"),
    "office": (Person.office_id, "ix_person_office"),
}
"""By what people are grouped: the column, and the index in which a group stands by name."""
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
MAY_BE_NONE = frozenset({"owner", "stage"})
_CUSTOM_FIELD = re.compile(CUSTOM + r"[0-9]{1,15}")
BUILT_IN = (*_COLUMNS, *GROUPED)
DUE = "due"
"""The sort by when a reminder is due, for lists of one segment."""
NEWEST_FIRST = frozenset({"created", "changed", "contacted", "touched"})
"""Sorts that one mostly wants from the newest to the oldest."""


def sort_named(name: str, *, descending: bool, viewer: Viewer, segment_id: int | None = None) -> Sort | None:
    """The sort of that name ('name', 'status', 'field:12'); None when the list cannot be sorted so.

    `segment_id` is the segment that everybody in the list is in.
    """
    if name == DUE and segment_id:
        return _by_due(segment_id, descending)
    if name in _COLUMNS:
        sort = _by_column(name, descending, None)
        return narrowed(sort, Group("owner", viewer.id)) if viewer.scope == "own" else sort
    if name in GROUPED:
        return _by_group(name, descending, viewer)
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


@lru_cache(maxsize=256)
def _by_due(segment_id: int, descending: bool) -> Sort:
    """Members of whom nothing reminds come last."""
    index, at = "ix_person_segment_due", PersonSegment.due_at
    of_segment = PersonSegment.segment_id == segment_id
    bands = (
        Band(
            1,
            index,
            at,
            where=(of_segment, at.is_not(None)),
            prefix=(PersonSegment.segment_id,),
            source=PersonSegment,
        ),
        Band(
            0,
            index,
            where=(of_segment, at.is_(None)),
            prefix=(PersonSegment.segment_id, at),
            source=PersonSegment,
        ),
    )
    return Sort(
        DUE,
        bands,
        func.coalesce(at, 0),
        int,
        case((at.is_(None), 1), else_=0),
        descending,
        row=and_(PersonSegment.person_id == Person.id, of_segment),
        row_of=PersonSegment,
    )


def _by_group(name: str, descending: bool, viewer: Viewer) -> Sort:
    """Descending turns the groups around; within one people still stand by name. Without a value: last."""
    values = _GROUPS[name](viewer)
    if descending:
        values.reverse()
    if name in MAY_BE_NONE:
        values.append(None)
    return _in_groups(name, tuple(values))


@lru_cache(maxsize=256)
def _in_groups(name: str, values: tuple) -> Sort:
    column, index = GROUPED[name]
    bands = tuple(
        Band(
            KINDS.index(value) if name == "kind" else value or 0,
            index,
            Person.name_key,
            where=(column == value,),
            prefix=(column,),
        )
        for value in values
    )
    rank = case(*((band.members, n) for n, band in enumerate(bands)), else_=len(bands))
    return Sort(name, bands, Person.name_key, str, rank)


@lru_cache(maxsize=1_024)
def in_stage(stage_id: int, owner_id: int | None) -> Sort:
    """The people of one stage by name; with an owner only theirs, along an index that begins with owners."""
    if owner_id is None:
        return _in_groups("stage", (stage_id,))
    own = (Person.owner_id == owner_id, Person.stage_id == stage_id)
    prefix = (Person.owner_id, Person.stage_id)
    band = Band(stage_id, "ix_person_owner_stage", Person.name_key, where=own, prefix=prefix)
    return Sort("stage", (band,), Person.name_key, str, literal(0), within=Group("owner", owner_id))


def _statuses(_viewer: Viewer) -> list:
    return list(db.session.scalars(select(Status.id).order_by(Status.position, Status.id)))


def _stages(_viewer: Viewer) -> list:
    """In the order of the pipelines; those that are being deleted too, since people still stand there."""
    order = (Pipeline.position, Pipeline.id, Stage.position, Stage.id)
    stages = select(Stage.id).join(Pipeline, Pipeline.id == Stage.pipeline_id)
    return list(db.session.scalars(stages.order_by(*order)))


def _offices(_viewer: Viewer) -> list:
    return list(db.session.scalars(select(Office.id).order_by(Office.name_key, Office.id)))


def _owners(viewer: Viewer) -> list:
    """Only those who own somebody whom the viewer sees: every other band would be an empty walk."""
    owning = select(PeopleCount.owner_id).where(
        PeopleCount.facet == "kind", PeopleCount.people > 0, counted_for(viewer)
    )
    return list(
        db.session.scalars(select(User.id).where(User.id.in_(owning)).order_by(User.name_key, User.id))
    )


_GROUPS = {
    "kind": lambda _viewer: list(KINDS),
    "status": _statuses,
    "stage": _stages,
    "office": _offices,
    "owner": _owners,
}


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
