"""The tree asked in Python, which gives what SQL gives: of one person, or of many at once.

Of many, each condition is asked once for all whose facts are alike, and the answers are masks: whole numbers
with a bit for each person, which combine at once.
"""

from collections.abc import Mapping

from webapp.criteria.asking import Asker
from webapp.criteria.conditions import condition_named
from webapp.criteria.facts import Crowd
from webapp.criteria.tree import All, Any, Leaf, Node, Not


def holds(node: Node, facts: Mapping[str, object], asker: Asker) -> bool:
    """Whether the person with these facts (facts.py) is among those asked for."""
    match node:
        case All(children):
            return all(holds(child, facts, asker) for child in children)
        case Any(children):
            return any(holds(child, facts, asker) for child in children)
        case Not(child):
            return not holds(child, facts, asker)
        case Leaf():
            return condition_named(node.condition).test(node, asker)(facts)


def whom(node: Node, crowd: Crowd, asker: Asker) -> int:
    """The mask of those of the crowd who are asked for."""
    match node:
        case All(children):
            found = crowd.everybody
            for child in children:
                found &= found and whom(child, crowd, asker)
            return found
        case Any(children):
            found = 0
            for child in children:
                found |= whom(child, crowd, asker)
            return found
        case Not(child):
            return crowd.everybody & ~whom(child, crowd, asker)
        case Leaf():
            return _whom_of(node, crowd, asker)


def _whom_of(leaf: Leaf, crowd: Crowd, asker: Asker) -> int:
    condition = condition_named(leaf.condition)
    test, found = condition.test(leaf, asker), 0
    for mask, facts in crowd.alike(tuple(condition.reads(leaf))):
        if test(facts):
            found |= mask
    return found
