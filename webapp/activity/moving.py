"""What goes along when people become one: nouns register how, and `merging` merges without knowing them.

What somebody merely is in or has (tags, segments, groups) stays with them too, hidden as they are then, and
whoever is kept gets it as well. Rows that are somebody's own (notes, touches) go over. Both are noted as
changes, so undo takes them back.
"""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from sqlalchemy import select, update

from webapp.activity.models import ChangeSet
from webapp.activity.putting_back import note_put_back
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.db import db, fetch, one_of


class Merge(NamedTuple):
    """The merge that something goes along with: people whose locks the caller holds."""

    kept_id: int
    merged_ids: list[int]
    by: object
    now: int
    change_set: ChangeSet

    @property
    def doing(self) -> dict:
        """What verbs are told of it."""
        return {"by": self.by, "now": self.now, "change_set": self.change_set}


class Mover(NamedTuple):
    """`take_along(merge)` lets what it is for go along.

    `hold(person_ids)` locks what is locked before people wherever anybody changes both (tags, groups).
    """

    take_along: Callable[[Merge], None]
    hold: Callable[[Collection[int]], None] = lambda _person_ids: None


_MOVERS: dict[str, Mover] = {}


def moves(what: str, take_along: Callable[[Merge], None], **how) -> None:
    """Register what goes along when people are merged: moves("tags", give_tags, hold=…)."""
    _MOVERS[what] = Mover(take_along, **how)


def hold_what_moves(person_ids: Collection[int]) -> None:
    """Lock what goes along and is locked before people."""
    for mover in _MOVERS.values():
        mover.hold(person_ids)


def take_along(merge: Merge) -> None:
    """Let everything go along."""
    for mover in _MOVERS.values():
        mover.take_along(merge)


Follower = Callable[[set[int], int], None]
"""follower(person_ids, now)"""


def rows_move(what: str, model, *, one: str, many: str, after: Follower = lambda _people, _now: None) -> None:
    """Register rows that are somebody's own, of a model with an `id` and a `person_id`.

    Each is a change of the kind "moved note" (for the `one` note) whose key is the row's id and whose values
    are whose it was and is. `after(person_ids, now)` comes when rows went back, for what follows from them.
    """
    rows = _Rows(model, f"moved {one}", after)
    moves(what, rows.take_along)
    reversible(
        rows.kind,
        Reversible(rows.present, rows.put_back, lambda _key: one.capitalize(), several=many),
    )


class _Rows(NamedTuple):
    """How rows of one model change hands."""

    model: type
    kind: str
    after: Follower

    def take_along(self, merge: Merge) -> None:
        theirs = select(self.model.id, self.model.person_id).where(
            one_of(self.model.person_id, merge.merged_ids)
        )
        owners = dict(map(tuple, fetch(theirs.order_by(self.model.id))))
        self.give(
            {(i, str(row_id)): (i, merge.kept_id) for row_id, i in owners.items()},
            merge.now,
            merge.change_set,
        )

    def present(self, pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
        theirs = select(self.model.id, self.model.person_id).where(one_of(self.model.id, _ids(pairs)))
        if lock:
            theirs = theirs.order_by(self.model.id).with_for_update()
        owners = dict(map(tuple, fetch(theirs)))
        return {pair: owners[int(pair[1])] for pair in pairs if int(pair[1]) in owners}

    def put_back(self, todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
        self.give(todo, now, change_set)
        self.after({i for values in todo.values() for i in values}, now)

    def give(self, todo: Todo, now: int, change_set: ChangeSet) -> None:
        """Hand rows from the first person to the second."""
        for to_id in sorted({to_id for _, to_id in todo.values()}):
            row_ids = _ids(pair for pair, (_, to) in todo.items() if to == to_id)
            moving = update(self.model).where(one_of(self.model.id, row_ids)).values(person_id=to_id)
            db.session.execute(moving.execution_options(synchronize_session="fetch"))
        note_put_back(change_set, self.kind, todo, now=now, counts=False)


def _ids(pairs: Iterable[PersonKey]) -> list[int]:
    return sorted(int(key) for _, key in pairs)
