"""What a page of the list shows about its people: one query for them and what they point at, one for tags."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Select, and_, bindparam, select

from webapp.companies.models import Company
from webapp.db import fetch
from webapp.fields import custom_values
from webapp.groups.calling import shown_names
from webapp.groups.models import PersonGroup
from webapp.groups.naming import groups_for
from webapp.listing.columns import Column
from webapp.people.models import Person, PersonEmail, PersonPhone
from webapp.people.values import PLAIN_COLUMNS, TEXT_COLUMNS
from webapp.pipelines.models import Status
from webapp.segments.models import PersonSegment, Segment
from webapp.segments.naming import all_segments
from webapp.tags.models import PersonTag, Tag
from webapp.users.office import Office
from webapp.users.user import User
from webapp.users.viewer import Viewer, hue, initials


class Coloured(NamedTuple):
    """A status or tag."""

    name: str
    hue: str


class Due(NamedTuple):
    """When a segment's reminder is due."""

    segment: str
    at: int


class Grouped(NamedTuple):
    """A group that a person is in."""

    id: int
    name: str


class Owner(NamedTuple):
    """A person's owner as lists show them."""

    name: str
    first: str
    initials: str
    hue: str


class Phone(NamedTuple):
    """A phone number as typed and as one calls it."""

    shown: str
    norm: str


class Row(NamedTuple):
    """A person in the list; `cells` are the values of the columns in their order, None for nothing.

    Texts, codes, day ordinals, moments, amounts in hundredths and the ids of stages come as they are stored,
    tags, segments and groups as tuples, companies by name.
    """

    id: int
    name: str
    cells: list


class _Source(NamedTuple):
    """Where a column's values come from: columns of the row, a table to join, and what is made of them."""

    columns: tuple
    table: type | None = None
    on: object = None
    made: Callable | None = None

    def reader(self, place: int) -> Callable:
        """What takes the value from a row whose columns of this source begin at that place."""
        if self.made is None:
            return itemgetter(place)
        return lambda row: self.made(*row[place : place + len(self.columns)])


def rows_of(
    ids: Sequence[int], columns: Sequence[Column], viewer: Viewer, *, first_segment: int | None = None
) -> list[Row]:
    """Those of these people who still exist, in this order, with those of their groups that the viewer knows.

    Of their segments the most overdue stands first, which is the one that they are reminded of; or that of
    the id `first_segment`.
    """
    keys = tuple(column.key for column in columns)
    found = {row[0]: row for row in _read(_people(keys), ids)}
    beside = _custom(ids, [column.key for column in columns if column.is_custom])
    if "tags" in keys:
        beside["tags"] = _tags(ids)
    if {"segments", "reminder"} & {*keys}:
        beside |= _segments(ids, first_segment)
    if "groups" in keys:
        beside["groups"] = _groups(ids, viewer)
    readers = _readers(keys, beside)
    return [
        Row(person_id, row[1], [read(row) for read in readers])
        for person_id in ids
        if (row := found.get(person_id)) is not None
    ]


def _readers(keys: Sequence[str], beside: Mapping[str, Mapping[int, object]]) -> list[Callable]:
    """What takes each column's value from a person's row, or from what was read `beside` the rows."""
    readers, place = [], 2
    for key in keys:
        if source := _SOURCES.get(key):
            readers.append(source.reader(place))
            place += len(source.columns)
        else:
            readers.append(partial(_beside, beside[key]))
    return readers


def _beside(values: Mapping[int, object], row) -> object:
    return values.get(row[0])


@lru_cache(maxsize=256)
def _people(keys: tuple[str, ...]) -> Select:
    """The people of `ids` with these columns; built once, for building costs more than running it."""
    sources = [_SOURCES[key] for key in keys if key in _SOURCES]
    statement = select(Person.id, Person.name, *(column for source in sources for column in source.columns))
    for source in sources:
        if source.table:
            statement = statement.outerjoin_from(Person, source.table, source.on)
    return statement.where(Person.id.in_(_IDS))


def _read(statement: Select, ids: Sequence[int]):
    """The rows for these ids, past the ORM, which has nothing to add to plain columns."""
    return fetch(statement, {"ids": list(ids)}).all()


def _tags(ids: Sequence[int]) -> dict[int, tuple[Coloured, ...]]:
    found = defaultdict(tuple)
    for person_id, name, colour in _read(_TAGS, ids):
        found[person_id] += (Coloured(name, colour),)
    return found


def _segments(ids: Sequence[int], first: int | None) -> dict[str, dict[int, object]]:
    segments, reminders = defaultdict(list), {}
    drawn = {segment.id: Coloured(segment.shown, segment.hue) for segment in all_segments()}
    for person_id, segment_id, due_at in _read(_SEGMENTS, ids):
        if segment_id not in drawn:  # being deleted
            continue
        place = 0 if segment_id == first else len(segments[person_id])
        segments[person_id].insert(place, drawn[segment_id])
        if due_at is not None and (segment_id == first or person_id not in reminders):
            reminders[person_id] = Due(drawn[segment_id].name, due_at)
    return {"segments": {i: tuple(own) for i, own in segments.items()}, "reminder": reminders}


def _groups(ids: Sequence[int], viewer: Viewer) -> dict[int, tuple[Grouped, ...]]:
    """Those that are not archived, in the order of the tree."""
    names = shown_names()
    known = {node.id: Grouped(node.id, names[node.id]) for node in groups_for(viewer)}
    places = {group_id: place for place, group_id in enumerate(known)}
    found = defaultdict(list)
    for person_id, group_id in _read(_GROUPS, ids):
        if group_id in known:
            found[person_id].append(group_id)
    return {i: tuple(known[of] for of in sorted(own, key=places.get)) for i, own in found.items()}


def _custom(ids: Sequence[int], keys: list[str]) -> dict[str, dict[int, object]]:
    values: dict[str, dict[int, object]] = {key: {} for key in keys}
    if keys:
        for person_id, own in custom_values.read(ids, map(custom_values.field_id_of, keys)).items():
            for key, value in own.items():
                values[key][person_id] = value
    return values


@lru_cache(maxsize=1_024)
def _owner(user_id: int | None, name: str | None) -> Owner | None:
    return Owner(name, name.partition(" ")[0], initials(name), hue(user_id)) if user_id else None


def _phone(shown: str | None, norm: str | None) -> Phone | None:
    return Phone(shown, norm) if shown else None


_IDS = bindparam("ids", expanding=True)
_TAGS = (
    select(PersonTag.person_id, Tag.name, Tag.hue)
    .join(Tag, Tag.id == PersonTag.tag_id)
    .where(PersonTag.person_id.in_(_IDS), Tag.retired_at.is_(None))
    .order_by(PersonTag.person_id, Tag.name_key)
)
_SEGMENTS = (
    select(PersonSegment.person_id, PersonSegment.segment_id, PersonSegment.due_at)
    .join(Segment, Segment.id == PersonSegment.segment_id)
    .where(PersonSegment.person_id.in_(_IDS))
    .order_by(PersonSegment.person_id, PersonSegment.due_at.is_(None), PersonSegment.due_at, Segment.position)
)
_GROUPS = select(PersonGroup.person_id, PersonGroup.group_id).where(PersonGroup.person_id.in_(_IDS))
_SOURCES = {
    "name": _Source((Person.name,)),
    "company": _Source((Company.name,), Company, Company.id == Person.company_id),
    "email": _Source(
        (PersonEmail.shown,), PersonEmail, and_(PersonEmail.person_id == Person.id, PersonEmail.position == 0)
    ),
    "phone": _Source(
        (PersonPhone.shown, PersonPhone.norm),
        PersonPhone,
        and_(PersonPhone.person_id == Person.id, PersonPhone.position == 0),
        _phone,
    ),
    "kind": _Source((Person.kind,)),
    "status": _Source((Status.name, Status.hue), Status, Status.id == Person.status_id, Coloured),
    "stage": _Source((Person.stage_id,)),
    "value": _Source((Person.stage_value,)),
    "expected": _Source((Person.stage_expected,)),
    "owner": _Source((User.id, User.name), User, User.id == Person.owner_id, _owner),
    "office": _Source((Office.name,), Office, Office.id == Person.office_id),
    "contacted": _Source((Person.last_contact_at,)),
    "touched": _Source((Person.last_touch_at,)),
    "created": _Source((Person.created_at,)),
    "changed": _Source((Person.changed_at,)),
    **{name: _Source((getattr(Person, name),)) for name in (*TEXT_COLUMNS, *PLAIN_COLUMNS)},
}
