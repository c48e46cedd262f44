"""The text form of a question (docs/search.md): text to tree, and a tree back to its canonical text."""

from webapp.criteria.asking import Asker
from webapp.criteria.conditions import condition_for, condition_named
from webapp.criteria.errors import CriteriaError
from webapp.criteria.parsing import read_terms
from webapp.criteria.terms import Term
from webapp.criteria.tree import EVERYBODY, MOST_VALUES, All, Any, Leaf, Node, Not, canonical


def parse(text: str, asker: Asker) -> Node:
    """The canonical tree of a text; an empty one is everybody. Raises CriteriaError."""
    typed = read_terms(text)
    return canonical(_understood(typed, asker, ())) if typed else EVERYBODY


def print_text(node: Node) -> str:
    """The text of which `parse` makes this canonical tree; raises CriteriaError if what it names is gone."""
    match node:
        case All(children):
            return " ".join(_bracketed(child, Any) for child in children)
        case Any(children):
            return " OR ".join(_bracketed(child, All) for child in children)
        case Not(child):
            return "-" + _bracketed(child, All, Any)
        case Leaf():
            return condition_named(node.condition).write(node)


def _bracketed(node: Node, *groups: type) -> str:
    return f"({print_text(node)})" if isinstance(node, groups) else print_text(node)


def _understood(node, asker: Asker, beside: tuple[Term, ...]) -> Node:
    """The typed tree with each term made a leaf; `beside` are the terms that hold together with it."""
    match node:
        case All(children):
            beside += tuple(child for child in children if isinstance(child, Term))
            return All(tuple(_understood(child, asker, beside) for child in children))
        case Any(children):
            return Any(tuple(_understood(child, asker, beside) for child in children))
        case Not(child):
            return Not(_understood(child, asker, beside))
        case Term():
            if len(node.values) > MOST_VALUES:
                raise CriteriaError(f"A condition may have at most {MOST_VALUES:,} values.", node.position)
            return condition_for(node).read(node, asker, beside)
