"""What somebody is putting together in the builder: complete or not, right or wrong, nothing of it is lost.

Each row and group has a number of its own, which stays the same while it is moved about.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from webapp.criteria.operators import Inputs

ALL, ANY, NONE = "all", "any", "none"
MATCHES = (ALL, ANY, NONE)
AS_WRITTEN = "="
"""The operator of a row whose values are of several kinds, and so stand in it as text."""


@dataclass
class Row:
    """A condition. `key` says what is asked about (None: not chosen yet), as in the text form.

    `operator` begins with "-" where it is meant negatively. Each of `values` is what stands in the inputs of
    one value. `country` is whose states are offered.
    """

    number: int
    key: str | None = None
    operator: str = ""
    values: list[Inputs] = field(default_factory=list)
    country: str = ""
    error: str = ""


@dataclass
class Group:
    """Rows and groups of which all, any or none must hold."""

    number: int
    match: str = ALL
    children: list["Row | Group"] = field(default_factory=list)
    error: str = ""


@dataclass
class Draft:
    """The outermost group; its number is 0."""

    root: Group = field(default_factory=lambda: Group(0))

    def walk(self) -> Iterator[tuple[Row | Group, Group | None, int]]:
        """Every row and group from top to bottom with the group around it and how deep that is."""
        yield self.root, None, 0
        yield from _inside(self.root, 1)

    def find(self, number: int) -> tuple[Row | Group, Group | None]:
        """The row or group of this number and the group around it; raises KeyError."""
        for node, around, _ in self.walk():
            if node.number == number:
                return node, around
        raise KeyError(number)

    def rows(self) -> list[Row]:
        """Every condition from top to bottom."""
        return [node for node, _, _ in self.walk() if isinstance(node, Row)]

    @property
    def depth(self) -> int:
        """How deep the innermost group stands."""
        return max(depth for node, _, depth in self.walk() if isinstance(node, Group))

    @property
    def errors(self) -> list[str]:
        """Everything that is wrong, from top to bottom."""
        return [node.error for node, _, _ in self.walk() if node.error]

    def next_number(self) -> int:
        """A number that nothing has."""
        return 1 + max(node.number for node, _, _ in self.walk())

    def add_row(self, number: int) -> Row:
        """A row at the end of a group; raises KeyError."""
        row = Row(self.next_number())
        self._group(number).children.append(row)
        return row

    def add_group(self, number: int) -> Group:
        """A group with a row at the end of a group; of any in all, of all in others."""
        around = self._group(number)
        group = Group(self.next_number(), ANY if around.match == ALL else ALL)
        around.children.append(group)
        self.add_row(group.number)
        return group

    def remove(self, number: int) -> None:
        """Take a row or group away; the outermost group only becomes empty."""
        node, around = self.find(number)
        if around is None:
            node.children.clear()
        else:
            del around.children[_place(around, node)]

    def duplicate(self, number: int) -> int:
        """Put a copy behind a row or group; returns its number."""
        node, around = self.find(number)
        if around is None:
            raise KeyError(number)
        copy = deepcopy(node)
        free = self.next_number()
        copied = [copy, *(inner for inner, _, _ in _inside(copy, 0))] if isinstance(copy, Group) else [copy]
        for offset, one in enumerate(copied):
            one.number = free + offset
        around.children.insert(_place(around, node) + 1, copy)
        return copy.number

    def move(self, number: int, step: int) -> None:
        """A place up (-1) or down (1), into a group that stands there and out of one at its edge."""
        node, around = self.find(number)
        if around is None:
            raise KeyError(number)
        place = _place(around, node)
        beside = place + step
        if 0 <= beside < len(around.children):
            neighbour = around.children[beside]
            del around.children[place]
            if isinstance(neighbour, Group):
                neighbour.children.insert(0 if step > 0 else len(neighbour.children), node)
            else:
                around.children.insert(beside, node)
        elif around is not self.root:
            _, outside = self.find(around.number)
            del around.children[_place(around, node)]
            outside.children.insert(_place(outside, around) + (step > 0), node)

    def _group(self, number: int) -> Group:
        node, _ = self.find(number)
        if not isinstance(node, Group):
            raise KeyError(number)
        return node


def _inside(group: Group, depth: int) -> Iterator[tuple[Row | Group, Group, int]]:
    for child in group.children:
        yield child, group, depth
        if isinstance(child, Group):
            yield from _inside(child, depth + 1)


def _place(around: Group, node: Row | Group) -> int:
    return next(place for place, child in enumerate(around.children) if child is node)
