"""What taking a change set back would do to some of its people, without doing it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select

from webapp.activity.models import Change, ChangeSet
from webapp.activity.records import RECORD_KINDS
from webapp.activity.reversing import REVERSIBLE, PersonKey, Reversible, Todo
from webapp.db import db

EDITED_SINCE = "Edited since."
NOT_THERE = "No longer there, or in the trash."
WAS_DELETED = "The {} from before was deleted."
FOR_GOOD = "This cannot be taken back."

Record = tuple[str, int]
"""Its kind (activity/records.py) and id."""
Reach = Callable[[Sequence[int]], set[int]]
"""Those of some people whom the one who undoes may see, the ones in the trash included."""


class Remaining(NamedTuple):
    """A value that stays as it is; `kind` is '' for a person out of reach."""

    person_id: int
    kind: str
    key: str
    present: object
    why: str


class Comparison(NamedTuple):
    """`todo` is {kind: {(person_id, key): (present, old)}} in the order of putting back."""

    todo: dict[str, dict[PersonKey, tuple[object, object]]]
    remaining: list[Remaining]


def people_after(change_set: ChangeSet, person_id: int, at_most: int) -> list[int]:
    """The next people of a change set by id."""
    following = select(Change.person_id).where(
        Change.change_set_id == change_set.id, Change.person_id > person_id
    )
    return list(db.session.scalars(following.distinct().order_by(Change.person_id).limit(at_most)))


def compare(
    change_set: ChangeSet,
    person_ids: list[int],
    reach: Reach,
    *,
    lock: bool,
    returning: Collection[Record] = (),
    all_of_it: bool = False,
) -> Comparison:
    """What to put back of what the change set did to these people, and what stays because of what came since.

    `person_ids` are consecutive ones of the change set (people_after). `returning` are records that are still
    deleted, and will be back before these people are dealt with. With `all_of_it` nothing stays that would
    only go back if somebody asked for it.
    """
    seen = reach(person_ids)
    remaining = [Remaining(i, "", "", None, "") for i in person_ids if i not in seen]
    todo = {}
    by_kind = _first_and_last(change_set, person_ids, seen)
    if lock:
        for kind in REVERSIBLE.keys() & by_kind.keys():
            REVERSIBLE[kind].hold(set(by_kind[kind]))
    for kind in REVERSIBLE:
        if values := by_kind.pop(kind, None):
            todo[kind], kept = _compare_kind(kind, values, lock, returning)
            remaining += kept
            if REVERSIBLE[kind].stays and not all_of_it:
                remaining += [
                    Remaining(i, kind, key, present, REVERSIBLE[kind].stays)
                    for (i, key), (present, _) in todo.pop(kind).items()
                ]
    for kind, values in by_kind.items():
        remaining += [Remaining(i, kind, key, new, FOR_GOOD) for (i, key), (_, new) in values.items()]
    return Comparison(todo, remaining)


def _first_and_last(change_set: ChangeSet, person_ids: list[int], seen: set[int]):
    """{kind: {(person_id, key): (value before all, value after all)}}: a set may change one value twice."""
    found: dict[str, dict[PersonKey, tuple[object, object]]] = {}
    for row in _rows(change_set, person_ids):
        if row.person_id in seen:
            values, pair = found.setdefault(row.kind, {}), (row.person_id, row.key)
            values[pair] = (values[pair][0] if pair in values else row.old, row.new)
    made = {
        person_id
        for kind, values in found.items()
        if kind in REVERSIBLE and REVERSIBLE[kind].whole
        for (person_id, _), (old, _) in values.items()
        if old is None
    }
    return {
        kind: {pair: v for pair, v in values.items() if pair[0] not in made or REVERSIBLE[kind].whole}
        for kind, values in found.items()
    }


def _rows(change_set: ChangeSet, person_ids: list[int]) -> Iterable:
    if not person_ids:
        return ()
    return db.session.execute(
        select(Change.person_id, Change.kind, Change.key, Change.old, Change.new)
        .where(
            Change.change_set_id == change_set.id,
            Change.person_id.between(person_ids[0], person_ids[-1]),
        )
        .order_by(Change.id)
    )


def _compare_kind(kind: str, values: dict[PersonKey, tuple[object, object]], lock: bool, returning):
    how = REVERSIBLE[kind]
    present = how.present(set(values), lock=lock)
    todo, remaining = {}, []
    for pair, (old, new) in values.items():
        if pair not in present:
            remaining.append(Remaining(pair[0], kind, pair[1], None, NOT_THERE))
        elif how.same(present[pair], new) and new != old:
            todo[pair] = (new, old)
        elif old != new and not how.same(present[pair], old):
            remaining.append(Remaining(pair[0], kind, pair[1], present[pair], EDITED_SINCE))
    for pair, why in (_of_deleted(how, todo, returning) | how.refused(todo)).items():
        remaining.append(Remaining(pair[0], kind, pair[1], todo.pop(pair)[0], why))
    return todo, remaining


def _of_deleted(how: Reversible, todo: Todo, returning: Collection[Record]) -> Mapping[PersonKey, str]:
    """What somebody would get back of records that are deleted by now."""
    needed = {pair: how.record_of(pair[1], old) for pair, (_, old) in todo.items() if old is not None}
    gone: set[Record] = set()
    for kind in {record[0] for record in needed.values() if record} & RECORD_KINDS.keys():
        ids = {record[1] for record in needed.values() if record and record[0] == kind}
        gone |= {(kind, record_id) for record_id in ids - RECORD_KINDS[kind].standing(ids)}
    gone -= set(returning)
    return {pair: WAS_DELETED.format(record[0]) for pair, record in needed.items() if record in gone}
