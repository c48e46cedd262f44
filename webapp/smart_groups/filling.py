"""Letting everybody join whom a rule finds, in a few statements however many they are."""

from collections import Counter

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, literal, select, true

from webapp.activity.models import Change, ChangeSet, Event
from webapp.db import Json, counters, db, fetch, insert_into
from webapp.db.counters import NOWHERE, CounterKey
from webapp.groups.hearing import tell_of_moves
from webapp.groups.membership import Membership
from webapp.groups.models import KeptOut, LedgerLine, PersonGroup, PersonGroupUnder
from webapp.groups.naming import told_names, tree
from webapp.people.models import Person
from webapp.smart_groups.rules import Rule


def let_join(rule: Rule, people: Select[tuple[int]], *, now: int, change_set: ChangeSet) -> int:
    """Put people who are not in the group into it by its rule, with all that belongs to it; how many.

    Change sets put nobody into a group twice, which is how the statements know whom the first one put in.
    """
    came = and_(
        LedgerLine.group_id == rule.group_id,
        LedgerLine.at == now,
        LedgerLine.change_set_id == change_set.id,
        LedgerLine.joined == 1,
    )
    before = db.session.scalar(select(func.coalesce(func.max(LedgerLine.id), 0)))
    came = and_(came, LedgerLine.id > before)
    _write_ledger(rule, people, now, change_set)
    number = db.session.scalar(select(func.count()).select_from(LedgerLine).where(came))
    if number:
        _write_memberships(rule, came, now)
        counters.add(_write_below(rule.group_id, came))
        _write_history(rule, came, now, change_set)
        change_set.people += number
        tell_of_moves([rule.group_id], cause="rule", now=now, change_set=change_set)
    return number


def keep_out(rule: Rule, people: Select[tuple[int]], *, now: int) -> None:
    """Note that these people match the rule already and were not to be added."""
    rows = _with(people, group_id=rule.group_id, why="before", at=now)
    db.session.execute(insert(KeptOut).from_select(["person_id", "group_id", "why", "at"], rows))


def _with(people: Select, **values) -> Select:
    """The people with columns that are the same for all of them."""
    found = people.subquery()
    return select(found.c[0], *(literal(value).label(name) for name, value in values.items()))


def _write_ledger(rule: Rule, people: Select, now: int, change_set: ChangeSet) -> None:
    told = {
        "group_id": rule.group_id,
        "at": now,
        "joined": 1,
        "cause": "rule",
        "rule_version": rule.version,
        "change_set_id": change_set.id,
        "note": "",
    }
    db.session.execute(insert(LedgerLine).from_select(["person_id", *told], _with(people, **told)))


def _write_memberships(rule: Rule, came: ColumnElement[bool], now: int) -> None:
    own = {
        "group_id": rule.group_id,
        "at": now,
        "cause": "rule",
        "rule_version": rule.version,
        "pinned": False,
        "unmatched_at": 0,
    }
    rows = _with(select(LedgerLine.person_id).where(came), **own)
    db.session.execute(insert(PersonGroup).from_select(["person_id", *own], rows))


def _write_below(group_id: int, came: ColumnElement[bool]) -> Counter[CounterKey]:
    """One path more to every group above; what all the counters of the groups change by."""
    everywhere = _places(came)
    deltas = _moved("group", group_id, everywhere)
    for above in tree().ancestry(group_id):
        there = exists().where(
            PersonGroupUnder.person_id == LedgerLine.person_id, PersonGroupUnder.group_id == above.id
        )
        deltas += _moved("group_under", above.id, everywhere)
        if db.session.scalar(select(LedgerLine.id).where(came, there).limit(1)):
            deltas.subtract(_moved("group_under", above.id, _places(and_(came, there))))
        # SQLite takes ON CONFLICT for a join's ON unless the SELECT has a WHERE of its own.
        rows = _with(select(LedgerLine.person_id).where(came), group_id=above.id, paths=1).where(true())
        adding = insert_into(PersonGroupUnder).from_select(["person_id", "group_id", "paths"], rows)
        one_more = {"paths": PersonGroupUnder.paths + 1}
        db.session.execute(
            adding.on_conflict_do_update(index_elements=["person_id", "group_id"], set_=one_more)
        )
    return deltas


def _places(came: ColumnElement[bool]) -> Counter[tuple[int, int]]:
    """How many came by (office_id, owner_id or 0)."""
    where = (Person.office_id, func.coalesce(Person.owner_id, NOWHERE))
    counted = select(func.count(), *where).select_from(LedgerLine)
    counted = counted.join(Person, Person.id == LedgerLine.person_id).where(came).group_by(*where)
    return Counter({(office_id, owner_id): n for n, office_id, owner_id in fetch(counted)})


def _moved(facet: str, group_id: int, places: Counter[tuple[int, int]]) -> Counter[CounterKey]:
    return Counter({(facet, group_id, *place): n for place, n in places.items()})


def _write_history(rule: Rule, came: ColumnElement[bool], now: int, change_set: ChangeSet) -> None:
    people = select(LedgerLine.person_id).where(came)
    membership = Membership(now, "rule", None, rule.version).__dict__
    noted = {"change_set_id": change_set.id, "kind": "group", "key": str(rule.group_id)}
    kept = literal(membership, Json()).label("new")
    found = _with(people, **noted).add_columns(kept)
    db.session.execute(insert(Change).from_select(["person_id", *noted, "new"], found))
    told = {"at": now, "kind": "grouped", "change_set_id": change_set.id}
    names, kept = told_names([rule.group_id])
    data = literal({"added": list(names.values()), "removed": [], "cause": "rule", **kept}, Json())
    events = _with(people, **told).add_columns(data.label("data"))
    db.session.execute(insert(Event).from_select(["person_id", *told, "data"], events))
