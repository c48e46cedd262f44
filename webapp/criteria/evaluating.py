"""The tree asked of one person in Python, which gives what SQL gives."""

from webapp.criteria.asking import Asker
from webapp.criteria.condition import Facts
from webapp.criteria.conditions import condition_named
from webapp.criteria.tree import All, Any, Leaf, Node, Not


def holds(node: Node, facts: Facts, asker: Asker) -> bool:
    """Whether the person with these facts (facts.py) is among those asked for."""
    match node:
        case All(children):
            return all(holds(child, facts, asker) for child in children)
        case Any(children):
            return any(holds(child, facts, asker) for child in children)
        case Not(child):
            return not holds(child, facts, asker)
        case Leaf():
            return condition_named(node.condition).holds(node, facts, asker)
