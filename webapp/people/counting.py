"""Which counters a person stands in, so that every change moves them from the old to the new ones."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, func, select

from webapp.db import counters, db
from webapp.db.counters import NOWHERE, CounterKey
from webapp.groups.models import PersonGroup, PersonGroupUnder
from webapp.people.models import KINDS, Person
from webapp.people.visible import LIVING
from webapp.segments.models import PersonSegment
from webapp.tags.models import PersonTag

COUNTED = ("kind", "status_id", "stage_id", "stage_value", "office_id", "owner_id")
"""The values of a person that decide where they count."""
Membership = tuple[str, int]
"""A facet and the id of what the person is in: ('tag', 12), ('segment', 3), ('expired', 3),
('group', 7), ('group_under', 7) for a group or any below it."""


def places(
    values: Mapping[str, object], memberships: Iterable[Membership] = ()
) -> Iterator[tuple[CounterKey, int]]:
    """The counters in which one living person counts, and with how much.

    Everybody counts as one; 'stage_value' sums hundredths.
    """
    where = (values["office_id"], values["owner_id"] or NOWHERE)
    yield ("kind", KINDS.index(values["kind"]), *where), 1
    yield ("status", values["status_id"], *where), 1
    if stage_id := values["stage_id"]:
        yield ("stage", stage_id, *where), 1
        yield ("stage_value", stage_id, *where), values["stage_value"]
    for membership in memberships:
        yield (*membership, *where), 1


def memberships_of(person_ids: list[int]) -> dict[int, list[Membership]]:
    """What each of these people is in, who is in anything."""
    found: dict[int, list[Membership]] = defaultdict(list)
    for person_id, tag_id in db.session.execute(
        select(PersonTag.person_id, PersonTag.tag_id).where(PersonTag.person_id.in_(person_ids))
    ):
        found[person_id].append(("tag", tag_id))
    for person_id, segment_id, seen in db.session.execute(
        select(PersonSegment.person_id, PersonSegment.segment_id, PersonSegment.expiry_seen).where(
            PersonSegment.person_id.in_(person_ids)
        )
    ):
        found[person_id].append(("segment", segment_id))
        if seen:
            found[person_id].append(("expired", segment_id))
    for facet, model in (("group", PersonGroup), ("group_under", PersonGroupUnder)):
        in_groups = select(model.person_id, model.group_id).where(model.person_id.in_(person_ids))
        for person_id, group_id in db.session.execute(in_groups):
            found[person_id].append((facet, group_id))
    return found


def moved(
    moves: Mapping[int, tuple[Mapping[str, object] | None, Mapping[str, object] | None]],
    memberships: Mapping[int, Iterable[Membership]],
) -> Counter[CounterKey]:
    """What the counters change by when people go from the first values to the second; None is not there."""
    deltas: Counter[CounterKey] = Counter()
    for person_id, (old, new) in moves.items():
        own = tuple(memberships.get(person_id, ()))
        for values, sign in ((old, -1), (new, 1)):
            if values is not None:
                for place, amount in places(values, own):
                    deltas[place] += sign * amount
    return deltas


def count_afresh() -> dict[CounterKey, int]:
    """Every counter as a full count gives it; seconds at a million people. For doctor and the rebuild."""
    found: dict[CounterKey, int] = {}
    found |= _sums("kind", Person.kind)
    found |= _sums("status", Person.status_id)
    found |= _sums("stage", Person.stage_id, where=Person.stage_id.is_not(None))
    found |= _sums(
        "stage_value",
        Person.stage_id,
        amount=func.sum(Person.stage_value),
        where=Person.stage_id.is_not(None),
    )
    found |= _sums("tag", PersonTag.tag_id, joined=PersonTag)
    found |= _sums("segment", PersonSegment.segment_id, joined=PersonSegment)
    found |= _sums(
        "expired", PersonSegment.segment_id, joined=PersonSegment, where=PersonSegment.expiry_seen == 1
    )
    found |= _sums("group", PersonGroup.group_id, joined=PersonGroup)
    found |= _sums("group_under", PersonGroupUnder.group_id, joined=PersonGroupUnder)
    return found


def rebuild_counters() -> None:
    """Write every counter anew."""
    counters.replace_all(count_afresh())


def wrong_counters() -> dict[CounterKey, tuple[int, int]]:
    """The counters that differ from a full count, as (kept, counted); empty when all is well."""
    kept, counted = counters.all_kept(), count_afresh()
    return {
        k: (kept.get(k, 0), counted.get(k, 0))
        for k in kept.keys() | counted.keys()
        if kept.get(k, 0) != counted.get(k, 0)
    }


def _sums(
    facet: str, value, *, joined=None, amount=None, where: ColumnElement[bool] | None = None
) -> dict[CounterKey, int]:
    by = (value, Person.office_id, func.coalesce(Person.owner_id, NOWHERE))
    statement = select(func.count() if amount is None else amount, *by).select_from(Person).where(LIVING)
    if joined is not None:
        statement = statement.join(joined, joined.person_id == Person.id)
    if where is not None:
        statement = statement.where(where)
    return {
        (facet, KINDS.index(of) if facet == "kind" else of, office_id, owner_id): int(n)
        for n, of, office_id, owner_id in db.session.execute(statement.group_by(*by))
    }
