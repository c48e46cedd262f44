"""What else happens in the transaction of a change: nouns above register it, such as the rules of groups."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from webapp.activity.models import ChangeSet
from webapp.db import db

WAITING = "changes told together"


class Changed(NamedTuple):
    """One value of one person before and after; `kind` and `key` as in Change."""

    person_id: int
    kind: str
    key: str
    old: object
    new: object


Reaction = Callable[..., None]
"""reaction(changes, now=, change_set=); the change set is None where time alone changed something."""

RecordReaction = Callable[[int, Mapping[str, tuple[object, object]], int], None]
"""reaction(record_id, {key: (old, new)}, now)"""

_REACTIONS: list[Reaction] = []
_TO_RECORDS: dict[str, list[RecordReaction]] = defaultdict(list)


def react_with(reaction: Reaction) -> None:
    """Register what is called with all that changes."""
    if reaction not in _REACTIONS:
        _REACTIONS.append(reaction)


def react_to_records(kind: str, reaction: RecordReaction) -> None:
    """Register what is called with what changes about records of one kind (records.py)."""
    if reaction not in _TO_RECORDS[kind]:
        _TO_RECORDS[kind].append(reaction)


def tell_of_record(
    kind: str, record_id: int, values: Mapping[str, tuple[object, object]], *, now: int
) -> None:
    """Say what changed about a record."""
    for reaction in _TO_RECORDS[kind]:
        reaction(record_id, values, now)


def tell(changes: Sequence[Changed], *, now: int, change_set: ChangeSet | None) -> None:
    """Say what changed, when it stands in the database."""
    waiting = db.session().info.get(WAITING)
    if waiting is not None:
        waiting.append((changes, now, change_set))
    elif changes:
        for reaction in _REACTIONS:
            reaction(changes, now=now, change_set=change_set)


@contextmanager
def together() -> Iterator[None]:
    """A block whose changes are told of as one at its end: who gets a city and loses a tag never had both."""
    info = db.session().info
    if WAITING in info:
        yield
        return
    info[WAITING] = []
    try:
        yield
        told = info[WAITING]
    finally:
        del info[WAITING]
    for change_set in dict.fromkeys(of for _, _, of in told):
        own = [(changes, now) for changes, now, of in told if of is change_set]
        tell([c for changes, _ in own for c in changes], now=own[-1][1], change_set=change_set)
