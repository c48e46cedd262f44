"""The three steps as a draft of the builder: a group of rows for each, which one fills in."""

from collections.abc import Iterator
from itertools import count

from webapp.criteria.building.draft import ALL, ANY, NONE, Draft, Group, Row
from webapp.criteria.building.reading import draft_of
from webapp.criteria.tree import Node
from webapp.selecting.steps import Steps

STEPS = {1: ANY, 2: ALL, 3: NONE}
"""What must hold of the rows of each group, by its number."""


def draft_of_steps(steps: Steps) -> Draft:
    """The steps as they stand in their form; raises CriteriaError if what they name is gone."""
    numbers = count(max(STEPS) + 1)
    groups = [
        Group(number, match, list(_rows(nodes, numbers)))
        for (number, match), nodes in zip(STEPS.items(), steps, strict=True)
    ]
    return Draft(Group(0, ALL, groups))


def has_steps(draft: Draft) -> bool:
    """Whether a draft has the three groups, with nothing but rows in them."""
    groups = draft.root.children
    return (
        draft.root.match == ALL
        and [(node.number, getattr(node, "match", "")) for node in groups] == list(STEPS.items())
        and all(isinstance(row, Row) for group in groups for row in group.children)
    )


def _rows(nodes: tuple[Node, ...], numbers: Iterator[int]) -> Iterator[Row]:
    for node in nodes:
        (row,) = draft_of(node).root.children
        row.number = next(numbers)
        yield row
