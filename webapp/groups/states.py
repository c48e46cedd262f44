"""How people stand to groups, in them or kept out of them: read and written exactly as it is, no more.

Counters, ledger, change sets and events are for membership.py, through which every way in and out goes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import bindparam, select, update

from webapp.db import db, fetch, insert_tuples, one_of
from webapp.groups.models import KeptOut, PersonGroup
from webapp.groups.pairs import Pair, delete_pairs


@dataclass(frozen=True)
class Membership:
    """What undo brings back of somebody's place in a group; as in PersonGroup."""

    at: int
    cause: str
    by_id: int | None
    rule_version: int = 0
    pinned: bool = False
    unmatched_at: int = 0


@dataclass(frozen=True)
class Exclusion:
    """What undo brings back of somebody who was kept out; as in KeptOut."""

    why: str
    at: int
    by_id: int | None


State = TypeVar("State", Membership, Exclusion)


def memberships_of(person_ids: Collection[int], group_ids: Collection[int]) -> dict[Pair, Membership]:
    """Who of these people is in which of these groups."""
    return _states(PersonGroup, Membership, person_ids, group_ids)


def exclusions_of(person_ids: Collection[int], group_ids: Collection[int]) -> dict[Pair, Exclusion]:
    """Who of these people is kept out of which of these groups."""
    return _states(KeptOut, Exclusion, person_ids, group_ids)


def write_states(model, present: Mapping[Pair, State], wanted: Mapping[Pair, State | None]) -> None:
    """Let pairs be so (None: not at all) that are otherwise now, as `present` says."""
    delete_pairs(model, [pair for pair in wanted if pair in present])
    if states := {pair: new for pair, new in wanted.items() if new}:
        names = next(iter(states.values())).__dataclass_fields__
        rows = [(*pair, *vars(state).values()) for pair, state in states.items()]
        insert_tuples(model, ("person_id", "group_id", *names), rows)


def note_matching(pairs: Collection[Pair], unmatched_at: int) -> None:
    """Write when these members stopped matching their group's rule, 0 for that they match."""
    if not pairs:
        return
    table = PersonGroup.__table__
    own = table.c.person_id == bindparam("person"), table.c.group_id == bindparam("group")
    rows = [{"person": person_id, "group": group_id} for person_id, group_id in sorted(pairs)]
    db.session.connection().execute(update(table).where(*own).values(unmatched_at=unmatched_at), rows)


def as_kept(state: State | None) -> dict | None:
    """As change sets keep it."""
    return state and dict(vars(state))


def _states(
    model, kind: type[State], person_ids: Collection[int], group_ids: Collection[int]
) -> dict[Pair, State]:
    columns = [getattr(model, name) for name in kind.__dataclass_fields__]
    rows = fetch(
        select(model.person_id, model.group_id, *columns).where(
            one_of(model.person_id, person_ids), model.group_id.in_(list(group_ids))
        )
    )
    return {(person_id, group_id): kind(*own) for person_id, group_id, *own in rows}
