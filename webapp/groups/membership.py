"""Putting people into groups and taking them out, for one person or thousands, in set-based statements.

Every way in and out comes here: hands, rules, imports, processes, undo. It moves the counters, the rows of
person_group_under and the ledger, and notes what it did in the change set.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

from sqlalchemy import Row, select

from webapp.activity.models import ChangeSet
from webapp.activity.reacting import Changed, together
from webapp.activity.tracking import note_changes, track
from webapp.db import counters, fetch, insert_tuples, one_of
from webapp.groups import below
from webapp.groups.hearing import tell_of_moves
from webapp.groups.holding import hold_groups
from webapp.groups.models import Group, KeptOut, LedgerLine, PersonGroup
from webapp.groups.pairs import Pair
from webapp.groups.states import (
    Exclusion,
    Membership,
    as_kept,
    exclusions_of,
    memberships_of,
    write_states,
)
from webapp.naming import told_names
from webapp.people.models import Person

BY_RULE = "group by rule"
"""The kind of change of who joins by a rule because of another change: undoing that one leaves them in it,
unless one asks for it. All others are of the kind 'group'."""
BY_MERGE = "group by merge"
"""The kind of change of who joins because somebody who is in it was merged with them."""
_KINDS = {"rule": BY_RULE, "merge": BY_MERGE}


@dataclass(frozen=True)
class Cause:
    """Why people come and go: `word` as in LedgerLine, the rule's version, and what was said about it."""

    word: str
    rule_version: int = 0
    note: str = ""

    @property
    def pins(self) -> bool:
        """Whether who comes in by it stays in, whatever a rule says."""
        return self.word != "rule"


BY_HAND = Cause("hand")


def add_to_groups(
    person_ids: Collection[int],
    group_ids: Collection[int],
    *,
    by,
    now: int,
    change_set: ChangeSet,
    cause: Cause = BY_HAND,
    in_trash: bool = False,
) -> list[Changed]:
    """Put living people, with `in_trash` those in the trash too, into groups neither deleted nor archived.

    Who is in one already stays as they are, but for being pinned when a hand puts them there. A rule leaves
    out whom a hand removed; every other cause ends that. The caller has checked what `by` may see, and which
    groups they may use. Returns what really changed.
    """
    group_ids = [group.id for group in hold_groups(group_ids) if _is_open(group)]
    membership = Membership(now, cause.word, by.id, cause.rule_version, cause.pins)
    wanted = dict.fromkeys(_pairs(person_ids, group_ids), membership)
    present = memberships_of(person_ids, group_ids)
    for pair, there in present.items():
        wanted[pair] = replace(there, pinned=there.pinned or cause.pins)
    kept_out = exclusions_of(person_ids, group_ids)
    if not cause.pins:
        wanted = {pair: new for pair, new in wanted.items() if pair not in kept_out}
    doing = {"now": now, "change_set": change_set}
    with together(), _each_once(change_set) as changed:
        changed += change_memberships(wanted, cause=cause, by=by, in_trash=in_trash, **doing)
        if cause.pins:
            changed += change_exclusions(dict.fromkeys(kept_out), counts=False, **doing)
    return changed


def remove_from_groups(
    person_ids: Collection[int],
    group_ids: Collection[int],
    *,
    by,
    now: int,
    change_set: ChangeSet,
    cause: Cause = BY_HAND,
) -> list[Changed]:
    """Take living people out of groups; a rule does not put them back, unless it is what took them out."""
    present = memberships_of(person_ids, group_ids)
    doing = {"now": now, "change_set": change_set}
    with together(), _each_once(change_set) as changed:
        changed += change_memberships(dict.fromkeys(present), cause=cause, by=by, **doing)
        if cause.pins:
            gone = [(c.person_id, int(c.key)) for c in changed]
            kept_out = dict.fromkeys(gone, Exclusion("removed", now, by.id))
            changed += change_exclusions(kept_out, counts=False, **doing)
    return changed


def change_memberships(
    wanted: Mapping[Pair, Membership | None],
    *,
    by,
    now: int,
    change_set: ChangeSet,
    cause: Cause,
    in_trash: bool = False,
) -> list[Changed]:
    """Make living people be in groups in exactly this way (None: not be), with counters and ledger.

    With `in_trash` those in the trash as well. Nobody comes into a group that was deleted.
    """
    groups = hold_groups({group_id for _, group_id in wanted})
    standing = {group.id for group in groups if group.retired_at is None}
    places = _lock_people({person_id for person_id, _ in wanted}, in_trash)
    present = memberships_of(places, {group_id for _, group_id in wanted})
    todo = {
        pair: new
        for pair, new in wanted.items()
        if pair[0] in places and (new is None or pair[1] in standing) and present.get(pair) != new
    }
    write_states(PersonGroup, present, todo)
    joining = [pair for pair in todo if pair not in present]
    leaving = [pair for pair, new in todo.items() if new is None]
    moves = dict.fromkeys(joining, 1) | dict.fromkeys(leaving, -1)
    deltas = below.move(moves, places)
    for (person_id, group_id), sign in moves.items():
        if place := places[person_id]:
            deltas["group", group_id, *place] += sign
    counters.add(deltas)
    _write_ledger(moves, wanted, cause, by, now, change_set)
    kept = cache(as_kept)
    changed = [
        Changed(
            person_id,
            "group" if pair in present else _KINDS.get(cause.word, "group"),
            str(group_id),
            kept(present.get(pair)),
            kept(new),
        )
        for pair, new in todo.items()
        for person_id, group_id in [pair]
    ]
    note_changes(change_set, changed, now=now)
    _track(moves, cause, by, now, change_set)
    tell_of_moves({group_id for _, group_id in moves}, cause=cause.word, now=now, change_set=change_set)
    return changed


def change_exclusions(
    wanted: Mapping[Pair, Exclusion | None], *, now: int, change_set: ChangeSet, counts: bool = True
) -> list[Changed]:
    """Keep people out of groups, or no longer (None); what really changed. `counts` as in note_changes."""
    if not wanted:
        return []
    present = exclusions_of({i for i, _ in wanted}, {group_id for _, group_id in wanted})
    todo = {pair: new for pair, new in wanted.items() if present.get(pair) != new}
    write_states(KeptOut, present, todo)
    changed = [
        Changed(person_id, "group exclusion", str(of), as_kept(present.get((person_id, of))), as_kept(new))
        for (person_id, of), new in todo.items()
    ]
    note_changes(change_set, changed, now=now, counts=counts)
    return changed


@contextmanager
def _each_once(change_set: ChangeSet) -> Iterator[list[Changed]]:
    """Lets whoever came or went and is no longer kept out, or is so now, be one person of the change set."""
    before, changed = change_set.people, []
    yield changed
    change_set.people = before + len({change.person_id for change in changed})


def _pairs(person_ids: Collection[int], group_ids: Collection[int]) -> list[Pair]:
    return [(person_id, group_id) for person_id in person_ids for group_id in group_ids]


def _is_open(group: Row) -> bool:
    return group.retired_at is None and group.archived_at is None


def _lock_people(person_ids: Collection[int], in_trash: bool) -> dict[int, tuple[int, int] | None]:
    """{person_id: (office_id, owner_id or 0)}, where they count until the transaction ends.

    Only the living, or those in the trash too, who count nowhere.
    """
    statement = select(Person.id, Person.hidden, Person.office_id, Person.owner_id)
    if not in_trash:
        statement = statement.where(Person.hidden == 0)
    statement = statement.where(one_of(Person.id, person_ids)).order_by(Person.id).with_for_update()
    return {
        person_id: None if hidden else (office_id, owner_id or 0)
        for person_id, hidden, office_id, owner_id in fetch(statement)
    }


def _write_ledger(
    moves: Mapping[Pair, int], wanted: Mapping[Pair, Membership | None], cause: Cause, by, now, change_set
) -> None:
    """Who joins by a rule does by the version that their membership names."""
    names = (
        "person_id", "group_id", "joined", "at", "cause", "by_id", "rule_version", "change_set_id", "note",
    )  # fmt: skip
    rows = [
        (*pair, sign, now, cause.word, by.id, _version(wanted[pair], cause), change_set.id, cause.note)
        for pair, sign in moves.items()
    ]
    insert_tuples(LedgerLine, names, rows)


def _version(joined: Membership | None, cause: Cause) -> int:
    return joined.rule_version if joined and cause.word == "rule" else cause.rule_version


def _track(moves: Mapping[Pair, int], cause: Cause, by, now: int, change_set: ChangeSet) -> None:
    """One event a person, with the names that the groups have today."""
    names, kept = told_names(Group, (group_id for _, group_id in moves))
    went: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (person_id, group_id), sign in moves.items():
        went[person_id].append((group_id, sign))

    @cache
    def told(*ways: tuple[int, int]) -> dict:
        added, removed = ([names[of] for of, way in ways if way == sign] for sign in (1, -1))
        return {"added": added, "removed": removed, "cause": cause.word, **kept}

    people = ((person_id, told(*ways)) for person_id, ways in went.items())
    track("grouped", people, by=by, now=now, change_set=change_set)
