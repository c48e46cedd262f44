"""The tree of a question: all, any and not over leaves, and its canonical form.

Trees are values: two questions that mean the same by the rules of `canonical` are equal.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.criteria.errors import CriteriaError

MOST_DEEP = 8
MOST_LEAVES = 100
MOST_VALUES = 1_000

Value = tuple
"""What a leaf asks for, as an operation and its operands: ('is', 12), ('starts', 'Bost'), ('..', 10, 50),
('last', 30, 'd'), ('none',). Only texts, numbers and booleans, so that a tree can be kept as JSON."""


@dataclass(frozen=True)
class Leaf:
    """One condition with its values, of which any may hold; `of` says which field where there are several."""

    condition: str
    values: tuple[Value, ...]
    of: str = ""


@dataclass(frozen=True)
class Not:
    """Everybody for whom the child does not hold."""

    child: "Node"


@dataclass(frozen=True)
class All:
    """Everybody for whom every child holds; without children, everybody."""

    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Any:
    """Everybody for whom at least one child holds."""

    children: tuple["Node", ...]


Node = Leaf | Not | All | Any
EVERYBODY = All()


def canonical(node: Node) -> Node:
    """The form in which trees are stored, compared and printed; raises CriteriaError beyond the limits."""
    node = _simplified(node)
    if _depth(node) > MOST_DEEP:
        raise CriteriaError(f"Brackets may stand at most {MOST_DEEP} deep.")
    if sum(1 for _ in leaves(node)) > MOST_LEAVES:
        raise CriteriaError(f"There may be at most {MOST_LEAVES} conditions.")
    return node


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf from left to right."""
    match node:
        case Not(child):
            yield from leaves(child)
        case All(children) | Any(children):
            for child in children:
                yield from leaves(child)
        case _:
            yield node


def negated(node: Node) -> Node:
    """Not of the node, without a double negation."""
    return node.child if isinstance(node, Not) else Not(node)


def joined(kind: type[All] | type[Any], children: list[Node]) -> Node:
    """All or any of the children, without groups of one and groups of the same kind inside."""
    flat: list[Node] = []
    for child in children:
        flat += child.children if isinstance(child, kind) else [child]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _simplified(node: Node) -> Node:
    match node:
        case Leaf(condition, values, of):
            return Leaf(condition, _sorted(values), of)
        case Not(child):
            return negated(_not_empty(_simplified(child)))
        case All(children):
            return joined(All, [_simplified(child) for child in children])
        case Any(()):
            raise CriteriaError("“Any of” needs at least one condition.")
        case Any(children):
            return joined(Any, [_not_empty(_simplified(child)) for child in children])


def _not_empty(node: Node) -> Node:
    if node == EVERYBODY:
        raise CriteriaError("A group needs at least one condition.")
    return node


def _sorted(values: tuple[Value, ...]) -> tuple[Value, ...]:
    if not values:
        raise CriteriaError("A condition needs a value.")
    if len(values) > MOST_VALUES:
        raise CriteriaError(f"A condition may have at most {MOST_VALUES:,} values.")
    return tuple(sorted(set(values), key=json.dumps))


def _depth(node: Node) -> int:
    match node:
        case Not(child):
            return _depth(child)
        case All(children) | Any(children):
            return 1 + max(map(_depth, children), default=0)
        case _:
            return 0
