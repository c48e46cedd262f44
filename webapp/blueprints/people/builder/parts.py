"""The conditions of a search that must all hold, one of which may be edited or taken away by its place."""

from webapp.criteria.text import print_text
from webapp.criteria.tree import EVERYBODY, All, Node, canonical


def conditions_of(tree: Node) -> list[Node]:
    """The conditions of a canonical tree, from left to right."""
    return list(tree.children) if isinstance(tree, All) else [tree]


def condition_at(tree: Node, at: int) -> Node:
    """One of them; everybody where there is none."""
    return (conditions_of(tree)[at : at + 1] or [EVERYBODY])[0]


def with_part(tree: Node, at: int, part: Node) -> str:
    """The text of a tree with another condition in one's place, or behind all. Raises CriteriaError."""
    conditions = conditions_of(tree)
    conditions[at : at + 1] = conditions_of(part)
    return print_text(canonical(All(tuple(conditions))))


def without(tree: Node, at: int) -> str:
    """The text of a tree without one of its conditions."""
    return with_part(tree, at, EVERYBODY)
