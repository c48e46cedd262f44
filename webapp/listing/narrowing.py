"""All of one owner, stage, status, kind or office stand together in an index, so that a search among them
goes past nobody else."""

from typing import NamedTuple

from webapp.criteria.asking import Asker
from webapp.criteria.estimating import at_most
from webapp.criteria.tree import All, Leaf, Node
from webapp.listing.bands import GROUPED, Group


class Part(NamedTuple):
    """A group with about how many people are in it, and the condition that they all meet."""

    group: Group
    people: int
    leaf: Leaf


def smallest_part(tree: Node, asker: Asker) -> Part | None:
    """The smallest group to which all belong who are asked for; None if they may be anybody."""
    leaves = tree.children if isinstance(tree, All) else (tree,)
    parts = [part for leaf in leaves if isinstance(leaf, Leaf) and (part := _part(leaf, asker))]
    return min(parts, key=lambda part: part.people, default=None)


def _part(leaf: Leaf, asker: Asker) -> Part | None:
    if leaf.condition not in GROUPED or len(leaf.values) != 1:
        return None
    value = asker.viewer.id if leaf.values[0] == ("me",) else leaf.values[0][-1]
    people = at_most(leaf, asker)
    is_one = leaf.values[0][0] in ("is", "me") and people is not None
    return Part(Group(leaf.condition, value), people, leaf) if is_one else None
