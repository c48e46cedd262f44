"""Letting everybody join whom a rule finds, in a few statements however many they are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import FromClause, Select, func, insert, literal, select, true

from webapp.activity.models import Change, ChangeSet, Event
from webapp.db import counters, db, each_of, fetch, insert_into, one_of
from webapp.db.counters import NOWHERE, CounterKey
from webapp.groups.below import FACET, groups_above
from webapp.groups.counting import OWN
from webapp.groups.hearing import tell_of_moves
from webapp.groups.models import Group, KeptOut, LedgerLine, PersonGroup, PersonGroupUnder
from webapp.groups.states import Membership, as_kept
from webapp.naming import told_names
from webapp.people.models import Person
from webapp.smart_groups.rules import Rule

Place = tuple[int, int]
"""(office_id, owner_id or 0), where somebody is counted"""


def let_join(rule: Rule, people: Select[tuple[int]], *, now: int, change_set: ChangeSet) -> int:
    """Put people who are not in the group into it by its rule, with all that belongs to it; how many."""
    places = _hold(people)
    if not places:
        return 0
    above, ids = groups_above(rule.group_id), each_of(places)
    deltas = _counts(places.values(), {OWN: [rule.group_id], FACET: above})
    deltas.subtract(_already_below(above, places))
    counters.add(deltas)
    _write(rule, ids, now, change_set)
    _lead_to(above, ids)
    change_set.people += len(places)
    tell_of_moves([rule.group_id], cause="rule", now=now, change_set=change_set)
    return len(places)


def keep_out(rule: Rule, people: Select[tuple[int]], *, now: int) -> None:
    """Note that these people match the rule already and were not to be added."""
    _insert(KeptOut, people.subquery(), group_id=rule.group_id, why="before", at=now)


def _hold(people: Select[tuple[int]]) -> dict[int, Place]:
    """Where each of them is counted until the transaction ends, in the order of their ids."""
    found = people.add_columns(Person.office_id, func.coalesce(Person.owner_id, NOWHERE))
    found = found.order_by(Person.id).with_for_update(read=True, key_share=True, of=Person)
    return {person_id: (office_id, owner_id) for person_id, office_id, owner_id in fetch(found).all()}


def _counts(places: Iterable[Place], groups: Mapping[str, Sequence[int]]) -> Counter[CounterKey]:
    """What people at these places add to the counters of groups, which go by their facets."""
    return Counter(
        {
            (facet, group_id, *place): number
            for place, number in Counter(places).items()
            for facet, group_ids in groups.items()
            for group_id in group_ids
        }
    )


def _already_below(above: list[int], places: Mapping[int, Place]) -> Iterable[CounterKey]:
    """Where people of these count already, since they are in another group below the same one."""
    under = PersonGroupUnder
    theirs = one_of(under.person_id, places), under.group_id.in_(above)
    for person_id, group_id in fetch(select(under.person_id, under.group_id).where(*theirs)):
        yield FACET, group_id, *places[person_id]


def _write(rule: Rule, people: FromClause, now: int, change_set: ChangeSet) -> None:
    """Their memberships, with the ledger and history of them."""
    came = {"group_id": rule.group_id, "at": now, "cause": "rule", "rule_version": rule.version}
    _insert(LedgerLine, people, **came, joined=1, change_set_id=change_set.id, note="")
    _insert(PersonGroup, people, **came, pinned=False, unmatched_at=0)
    membership = as_kept(Membership(now, "rule", None, rule.version))
    noted = {"change_set_id": change_set.id, "kind": "group", "key": str(rule.group_id)}
    _insert(Change, people, **noted, new=membership)
    names, kept = told_names(Group, [rule.group_id])
    told = {"added": list(names.values()), "removed": [], "cause": "rule", **kept}
    _insert(Event, people, at=now, kind="grouped", change_set_id=change_set.id, data=told)


def _insert(model, people: FromClause, **values) -> None:
    """A row for each of the people, whose ids are the first column, with values that are the same for all."""
    same = (literal(value, getattr(model, name).type) for name, value in values.items())
    rows = select(people.c[0], *same)
    db.session.execute(insert(model).from_select(["person_id", *values], rows))


def _lead_to(above: list[int], people: FromClause) -> None:
    """One path more to each of these groups."""
    for group_id in above:
        # SQLite takes ON CONFLICT for a join's ON unless the SELECT has a WHERE of its own.
        paths = select(people.c[0], literal(group_id), literal(1)).where(true())
        adding = insert_into(PersonGroupUnder).from_select(["person_id", "group_id", "paths"], paths)
        one_more = {"paths": PersonGroupUnder.paths + 1}
        db.session.execute(
            adding.on_conflict_do_update(index_elements=["person_id", "group_id"], set_=one_more)
        )
