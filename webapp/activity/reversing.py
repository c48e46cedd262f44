"""What can be taken back: nouns register how, and `changes` undoes without knowing them."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

PersonKey = tuple[int, str]


class Reversible(NamedTuple):
    """How to look at and put back values of one kind of change.

    `current({(person_id, key), …})` returns the present value of each that still exists.
    `put_back({(person_id, key): (present, old), …}, by=, now=, change_set=)` writes the old values, notes
    them in the given change set, and returns the (person_id, key) that could not be put back.
    `describe(key)` names what the key stands for, such as "Primary info › City".
    """

    current: Callable[[set[PersonKey]], Mapping[PersonKey, object]]
    put_back: Callable[..., set[PersonKey]]
    describe: Callable[[str], str]


REVERSIBLE: dict[str, Reversible] = {}


def reversible(kind: str, how: Reversible) -> None:
    """Register how changes of this kind are taken back."""
    REVERSIBLE[kind] = how
