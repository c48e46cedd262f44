"""The tree asked in Python, which gives what SQL gives: of one person, or of many at once.

Of many, each condition is asked once for all whose facts are alike, and the answers are masks: whole numbers
with a bit for each person, which combine at once.
"""

from collections.abc import Callable, Mapping

from webapp.criteria.asking import Asker
from webapp.criteria.conditions import condition_named
from webapp.criteria.crowd import Crowd
from webapp.criteria.tree import All, Any, Leaf, Node, Not

Question = Callable[[Crowd, Asker], int]
"""question(crowd, asker) gives the mask of those who are asked for."""


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
    return prepared(node, asker)(crowd, asker)


def prepared(node: Node, asker: Asker) -> Question:
    """The tree made ready to be asked again and again, by askers of one place and until the fields change."""
    match node:
        case All(children):
            return _all([prepared(child, asker) for child in children])
        case Any(children):
            return _any([prepared(child, asker) for child in children])
        case Not(child):
            asked = prepared(child, asker)
            return lambda crowd, asker: crowd.everybody & ~asked(crowd, asker)
        case Leaf():
            return _of_leaf(node, asker)


def _all(questions: list[Question]) -> Question:
    def ask(crowd: Crowd, asker: Asker) -> int:
        found = crowd.everybody
        for question in questions:
            if not found:
                break
            found &= question(crowd, asker)
        return found

    return ask


def _any(questions: list[Question]) -> Question:
    def ask(crowd: Crowd, asker: Asker) -> int:
        found = 0
        for question in questions:
            found |= question(crowd, asker)
        return found

    return ask


def _of_leaf(leaf: Leaf, asker: Asker) -> Question:
    if wanted := condition_named(leaf.condition).wanted(leaf):
        return lambda crowd, asker: crowd.having(*wanted)
    tested = _tested(leaf, asker)
    return lambda crowd, asker: crowd.once(leaf, asker, lambda: tested(crowd, asker))


def _tested(leaf: Leaf, asker: Asker) -> Question:
    condition = condition_named(leaf.condition)
    reads = tuple(condition.reads(leaf))
    timeless = condition.timeless and not condition.counts_days(leaf)
    always = condition.test(leaf, asker) if timeless else None

    def ask(crowd: Crowd, asker: Asker) -> int:
        test, found = always or condition.test(leaf, asker), 0
        for mask, facts in crowd.alike(reads):
            if test(facts):
                found |= mask
        return found

    return ask
