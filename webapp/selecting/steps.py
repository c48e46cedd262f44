"""The three plain steps of a selection, and the criteria tree that says the same."""

from typing import NamedTuple

from webapp.criteria.tree import All, Any, Leaf, Node, Not, canonical


class Steps(NamedTuple):
    """Conditions, or conditions that must not hold, of which people must meet `any` and `all`, and `none`."""

    any: tuple[Node, ...] = ()
    all: tuple[Node, ...] = ()
    none: tuple[Node, ...] = ()


def tree_of(steps: Steps) -> Node:
    """The canonical tree; without any condition, everybody. Raises CriteriaError beyond its limits."""
    any_of = (Any(steps.any),) if steps.any else ()
    none_of = (Not(Any(steps.none)),) if steps.none else ()
    return canonical(All((*any_of, *steps.all, *none_of)))


def steps_of(tree: Node) -> Steps | None:
    """The steps that mean what a canonical tree means; None for one that is richer than three steps.

    A tree does not keep in which step a single condition stood: one that people must not meet is read as one
    of none, another as one of all, or as the only one of any.
    """
    any_of, all_of, none_of = None, [], []
    for node in tree.children if isinstance(tree, All) else (tree,):
        match node:
            case Leaf():
                all_of.append(node)
            case Not(Leaf() as leaf):
                none_of.append(leaf)
            case Any(children) if any_of is None and all(map(_is_plain, children)):
                any_of = children
            case Not(Any(children)) if all(map(_is_plain, children)):
                none_of += children
            case _:
                return None
    if any_of is None and len(all_of) == 1:
        any_of, all_of = tuple(all_of), []
    return Steps(any_of or (), tuple(all_of), tuple(none_of))


def _is_plain(node: Node) -> bool:
    return isinstance(node, Leaf) or (isinstance(node, Not) and isinstance(node.child, Leaf))
