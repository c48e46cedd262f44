"""Which counters a person stands in, so that every change moves them from the old to the new ones."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select

from webapp.db import counters, db
from webapp.db.counters import CounterKey
from webapp.people.models import KINDS, Person
from webapp.people.visible import LIVING
from webapp.tags.models import PersonTag


def places(kind: str, status_id: int, office_id: int, owner_id: int | None, tag_ids: Iterable[int]):
    """The counters in which one living person counts."""
    where = (office_id, owner_id or 0)
    yield ("kind", KINDS.index(kind), *where)
    yield ("status", status_id, *where)
    for tag_id in tag_ids:
        yield ("tag", tag_id, *where)


def tags_by_person(person_ids: list[int]) -> dict[int, list[int]]:
    """The tag ids of each of these people who has any."""
    found: dict[int, list[int]] = {}
    for person_id, tag_id in db.session.execute(
        select(PersonTag.person_id, PersonTag.tag_id).where(PersonTag.person_id.in_(person_ids))
    ):
        found.setdefault(person_id, []).append(tag_id)
    return found


def count_afresh() -> dict[CounterKey, int]:
    """Every counter as a full count gives it; seconds at a million people. For doctor and the rebuild."""
    found: Counter[CounterKey] = Counter()
    where = (Person.office_id, func.coalesce(Person.owner_id, 0))
    living = select(func.count()).select_from(Person).where(LIVING)
    for facet, column in (("kind", Person.kind), ("status", Person.status_id)):
        for n, value, office_id, owner_id in db.session.execute(
            living.add_columns(column, *where).group_by(column, *where)
        ):
            found[facet, KINDS.index(value) if facet == "kind" else value, office_id, owner_id] = n
    tagged = living.join(PersonTag, PersonTag.person_id == Person.id)
    for n, tag_id, office_id, owner_id in db.session.execute(
        tagged.add_columns(PersonTag.tag_id, *where).group_by(PersonTag.tag_id, *where)
    ):
        found["tag", tag_id, office_id, owner_id] = n
    return dict(found)


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
