"""Any number of things, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")


def batches(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """The things in lists of at most so many, for statements that grow with what they are given."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch
