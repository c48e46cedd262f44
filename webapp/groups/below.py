"""Who is in a group or anywhere below it: the rows of person_group_under and their counters.

Sums of own counts would count somebody in two subgroups twice, and counting afresh takes a quarter of a
second at 100,000 people; so each membership adds a path to every group above it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import delete, func, select

from webapp.db import counters, db, fetch, insert_into, insert_tuples, one_of
from webapp.db.counters import NOWHERE, CounterKey, PeopleCount
from webapp.groups.models import PersonGroup, PersonGroupUnder
from webapp.groups.naming import tree
from webapp.groups.pairs import Pair, delete_pairs
from webapp.people.models import Person
from webapp.people.visible import LIVING

FACET = "group_under"


def move(moves: Mapping[Pair, int], places: Mapping[int, tuple[int, int] | None]) -> Counter[CounterKey]:
    """Add (1) or take away (-1) memberships; what the inclusive counters change by.

    `places` is {person_id: (office_id, owner_id or 0)} of the people, whose locks the caller holds; None for
    who is in the trash.
    """
    above = _above({group_id for _, group_id in moves})
    steps: dict[Pair, int] = defaultdict(int)
    for (person_id, group_id), sign in moves.items():
        for ancestor in above[group_id]:
            steps[person_id, ancestor] += sign
    wanted = {pair: n for pair, n in steps.items() if n}
    before = _paths({i for i, _ in wanted}, {group_id for _, group_id in wanted})
    after = {pair: before.get(pair, 0) + n for pair, n in wanted.items()}
    _write(before, after)
    deltas: Counter[CounterKey] = Counter()
    for pair, paths in after.items():
        person_id, group_id = pair
        if place := places[person_id]:
            deltas[FACET, group_id, *place] += (paths > 0) - (pair in before)
    return deltas


def count_afresh(group_ids: Iterable[int]) -> None:
    """Write the rows and the inclusive counters of these groups anew, from who is in them and below.

    For when the tree itself changed; the caller holds the groups' locks.
    """
    for group_id in sorted(set(group_ids)):
        db.session.execute(delete(PersonGroupUnder).where(PersonGroupUnder.group_id == group_id))
        db.session.execute(
            delete(PeopleCount).where(PeopleCount.facet == FACET, PeopleCount.value == group_id)
        )
        if group_id not in tree():
            continue
        below = [node.id for node in tree().subtree(group_id)]
        paths = (
            select(PersonGroup.person_id, group_id, func.count())
            .where(PersonGroup.group_id.in_(below))
            .group_by(PersonGroup.person_id)
        )
        db.session.execute(
            insert_into(PersonGroupUnder).from_select(["person_id", "group_id", "paths"], paths)
        )
        counters.add(_counted(group_id))


def groups_above(group_id: int | None) -> list[int]:
    """The group and those above it; none for the top (None)."""
    return [] if group_id is None else [node.id for node in tree().ancestry(group_id)]


def _counted(group_id: int) -> Counter[CounterKey]:
    where = (Person.office_id, func.coalesce(Person.owner_id, NOWHERE))
    rows = db.session.execute(
        select(func.count(), *where)
        .select_from(PersonGroupUnder)
        .join(Person, Person.id == PersonGroupUnder.person_id)
        .where(PersonGroupUnder.group_id == group_id, LIVING)
        .group_by(*where)
    )
    return Counter({(FACET, group_id, office_id, owner_id): n for n, office_id, owner_id in rows})


def _above(group_ids: set[int]) -> dict[int, list[int]]:
    """Each group with those above it. A deleted group has nobody, and so none."""
    known = tree()
    return {
        group_id: [node.id for node in known.ancestry(group_id)] if group_id in known else []
        for group_id in group_ids
    }


def _paths(person_ids: set[int], group_ids: set[int]) -> dict[Pair, int]:
    rows = fetch(
        select(PersonGroupUnder.person_id, PersonGroupUnder.group_id, PersonGroupUnder.paths).where(
            one_of(PersonGroupUnder.person_id, person_ids), one_of(PersonGroupUnder.group_id, group_ids)
        )
    )
    return {(person_id, group_id): paths for person_id, group_id, paths in rows}


def _write(before: Mapping[Pair, int], after: Mapping[Pair, int]) -> None:
    delete_pairs(PersonGroupUnder, [pair for pair in after if pair in before])
    rows = [(*pair, paths) for pair, paths in after.items() if paths > 0]
    insert_tuples(PersonGroupUnder, ("person_id", "group_id", "paths"), rows)
