"""What can be taken back: nouns register how, and `changes` undoes without knowing them."""

from collections.abc import Callable, Mapping
from operator import eq
from typing import NamedTuple

PersonKey = tuple[int, str]
Todo = Mapping[PersonKey, tuple[object, object]]
"""{(person_id, key): (present value, value to put back)}"""


class Reversible(NamedTuple):
    """How to look at and put back values of one kind of change (`Change.kind`).

    `present({(person_id, key), …}, lock=)` gives the present value of each that still exists; with `lock`
    they stay as they are until the transaction ends.
    `put_back(todo, by=, now=, change_set=)` writes the old values and notes that in the change set.
    `name(key)` is what the key stands for, such as "Primary info › City", and `words(key, value)` a value
    as one reads it, '' for none.
    `refused(todo)` only reads, and says in a sentence why some of them cannot be put back.
    `record_of(key, old value)` is the record (records.py) that the value needs, as (kind, id), or None:
    nobody gets back one that was deleted.
    `same(present value, value)` says whether nobody changed it since it had that value.
    `hold({(person_id, key), …})` locks what is locked before people, wherever anybody changes it (segments).
    `stays` says why it is left as it is unless somebody asks for it to be taken back too.
    `several` is what a deed's many changes of this kind are called as one line, such as "Notes", '' where
    each has its own.
    `whole`: an old value of None means that the change made the person, so that nothing else that the same
    change set did to them needs to be taken back.
    """

    present: Callable[..., Mapping[PersonKey, object]]
    put_back: Callable[..., None]
    name: Callable[[str], str]
    words: Callable[[str, object], str] = lambda _key, _value: ""
    refused: Callable[[Todo], Mapping[PersonKey, str]] = lambda _todo: {}
    whole: bool = False
    stays: str = ""
    several: str = ""
    record_of: Callable[[str, object], tuple[str, int] | None] = lambda _key, _value: None
    same: Callable[[object, object], bool] = eq
    hold: Callable[[set[PersonKey]], None] = lambda _pairs: None


WhyNot = Callable[..., str]
"""why_not(change_set, undone, by) says why a change set cannot go back, or be done again, '' when it can;
`undone` is the change set itself or the last of its undos and redos."""

AS_ONE: dict[str, WhyNot] = {}
"""Kinds of change sets that go back as one, with all that rules did because of them, or not at all."""


def goes_back_as_one(kind: str, why_not: WhyNot) -> None:
    """Register a kind of change set."""
    AS_ONE[kind] = why_not


REVERSIBLE: dict[str, Reversible] = {}
"""By kind of change, in the order in which they are put back."""


def reversible(kind: str, how: Reversible) -> None:
    """Register how changes of this kind are taken back."""
    REVERSIBLE[kind] = how
