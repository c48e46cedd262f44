"""How deeds on what is no person are taken back: tags, companies and the like, the second registry beside
REVERSIBLE (reversing.py).

A deleted record keeps its row as long as undo may bring it back, so its id never comes to mean another one,
and being deleted is a value like any other: STANDS, which is True for a record that is there and else None.
"""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from webapp.users.permission import Permission

STANDS = ""
"""The key of whether a record is there."""
MADE = {STANDS: (None, True)}
DELETED = {STANDS: (True, None)}

Values = Mapping[str, object]
"""{key: value} of one record."""


class RecordKind(NamedTuple):
    """How to look at and put back what was changed of records of one kind (`RecordChange.kind`).

    `permission` is what somebody needs to do, and so to take back, such deeds; None where whoever did one may
    take it back, and nobody else sees it.
    `title(record_id)` names a record on screen, such as "Tag VIP", a deleted one too.
    `standing(record_ids)` are those of them that are there.
    `present(record_id, lock=)` gives its values, of a deleted one only STANDS, and nothing of one that is
    gone for good; with `lock` they stay as they are until the transaction ends.
    `refused(record_id, wanted)` only reads, and says by key why a value cannot be put back. STANDS is wanted
    as None where the record was made, and refused if that would lose what came since, such as who has it.
    `put_back(record_id, wanted, by=, now=, change_set=)` writes the others. The caller notes them in the
    change set; what it does to people it notes itself.
    `name(key)` is what a key stands for, such as "Colour", and `words(key, value)` a value as one reads it;
    neither is asked for STANDS, nor for None.
    `leans_on(record_id, wanted)` are the records (kind, id), by key, that must be there for a value to be
    put back, such as the group above one; `refused` does not ask for them.
    `settle(record_id, now=, change_set=)` comes when the people of the change set are as they were, too.
    """

    permission: Permission | None
    title: Callable[[int], str]
    standing: Callable[[Collection[int]], set[int]]
    present: Callable[..., Values]
    refused: Callable[[int, Values], Mapping[str, str]]
    put_back: Callable[..., None]
    name: Callable[[str], str]
    words: Callable[[str, object], str]
    leans_on: Callable[[int, Values], Mapping[str, tuple[str, int]]] = lambda _record_id, _wanted: {}
    settle: Callable[..., None] = lambda _record_id, **_: None


RECORD_KINDS: dict[str, RecordKind] = {}


def record_kind(kind: str, how: RecordKind) -> None:
    """Register how deeds on records of this kind are taken back."""
    RECORD_KINDS[kind] = how
