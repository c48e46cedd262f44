"""How places in groups are taken back."""

from sqlalchemy import select

from webapp.activity.models import ChangeSet
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.db import db
from webapp.groups.holding import hold_groups
from webapp.groups.membership import (
    BY_MERGE,
    BY_RULE,
    Cause,
    change_exclusions,
    change_memberships,
)
from webapp.groups.models import Group
from webapp.groups.states import Exclusion, Membership, as_kept, exclusions_of, memberships_of
from webapp.naming import names_by_id
from webapp.people.models import Person

UNDO = Cause("undo")


def register() -> None:
    """Let undo take back memberships and exclusions; the key of both is the group's id."""
    in_groups = Reversible(
        _memberships, _put_back, _name, _words, record_of=_group, same=_are_same, hold=_hold
    )
    reversible("group", in_groups)
    reversible(BY_RULE, in_groups._replace(stays="A rule put them in because of it."))
    reversible(BY_MERGE, in_groups._replace(put_back=_make_so))
    reversible(
        "group exclusion",
        Reversible(_exclusions, _put_exclusions_back, _name, _exclusion_words, record_of=_group),
    )


def _group(key: str, _value: object) -> tuple[str, int]:
    return "group", int(key)


def _hold(pairs: set[PersonKey]) -> None:
    """Lock the groups, which whoever moves or deletes one locks before its people."""
    hold_groups(_groups_of(pairs))


def _memberships(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    """People in the trash are among them; groups that are gone for good are left out."""
    return _present(pairs, lock, memberships_of)


def _are_same(present: dict | None, kept: dict | None) -> bool:
    """Since when they do not match the rule follows from other changes."""
    return present == (kept and present and {**kept, "unmatched_at": present["unmatched_at"]})


def _exclusions(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    return _present(pairs, lock, exclusions_of)


def _present(pairs: set[PersonKey], lock: bool, states_of) -> dict[PersonKey, object]:
    people = _people(pairs, lock)
    groups = set(db.session.scalars(select(Group.id).where(Group.id.in_(_groups_of(pairs)))))
    present = states_of(people, groups)
    return {
        (person_id, key): as_kept(present.get((person_id, int(key))))
        for person_id, key in pairs
        if person_id in people and int(key) in groups
    }


def _make_so(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    wanted = {(person_id, int(key)): old and Membership(**old) for (person_id, key), (_, old) in todo.items()}
    change_memberships(wanted, cause=UNDO, by=by, now=now, change_set=change_set, in_trash=True)


def _put_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    _make_so(todo, by=by, now=now, change_set=change_set)
    by_rule = [
        (person_id, int(key))
        for (person_id, key), (present, old) in todo.items()
        if old is None and (present or {}).get("cause") == "rule"
    ]
    # Else the rule, which they may match still, would put them in again with their next change.
    change_exclusions(dict.fromkeys(by_rule, Exclusion("before", now, by.id)), now=now, change_set=change_set)


def _put_exclusions_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    """Nobody is kept out of a group that they are in."""
    wanted = {(person_id, int(key)): old and Exclusion(**old) for (person_id, key), (_, old) in todo.items()}
    inside = memberships_of({i for i, _ in wanted}, {of for _, of in wanted})
    wanted = {pair: new for pair, new in wanted.items() if new is None or pair not in inside}
    change_exclusions(wanted, now=now, change_set=change_set)


def _name(key: str) -> str:
    name = names_by_id(Group, [int(key)]).get(int(key))
    return f"Group {name}" if name else "A deleted group"


def _words(_key: str, value: object) -> str:
    return "" if value is None else "in it"


def _exclusion_words(_key: str, value: object) -> str:
    return "" if value is None else "kept out of it"


def _groups_of(pairs: set[PersonKey]) -> set[int]:
    return {int(key) for _, key in pairs}


def _people(pairs: set[PersonKey], lock: bool) -> set[int]:
    there = select(Person.id).where(Person.id.in_({i for i, _ in pairs})).order_by(Person.id)
    return set(db.session.scalars(there.with_for_update() if lock else there))
