"""The tree in English: "People tagged vip who have not been contacted in the last 30 days"."""

from typing import NamedTuple

from webapp.criteria.conditions import condition_named
from webapp.criteria.errors import CriteriaError
from webapp.criteria.keeping import from_json
from webapp.criteria.text import print_text
from webapp.criteria.tree import All, Any, Leaf, Node, Not
from webapp.users.own_company import Labels, own_company


class Part(NamedTuple):
    """A piece of the sentence; one that may be changed bears the `term` of the text form that it says."""

    text: str
    term: str = ""


def sentence(node: Node, labels: Labels) -> list[Part]:
    """The sentence in parts to be written one after another, blanks included; raises CriteriaError if what
    it names is gone."""
    if node == All():
        return [Part(labels.everybody_first)]
    conditions = list(node.children) if isinstance(node, All) else [node]
    head, conditions = _head(conditions, labels)
    said = [_said(child, labels) for child in conditions]
    if len(said) > 1:
        said = [
            _bracketed(parts) if isinstance(child, Any) else parts
            for child, parts in zip(conditions, said, strict=True)
        ]
    clauses = [parts for parts in said if parts[0].text.startswith("who")]
    others = [parts for parts in said if parts not in clauses]
    return _merged([head, *_enumerated(others), *_enumerated(clauses)])


def as_text(node: Node, labels: Labels) -> str:
    """The sentence as one text."""
    return "".join(part.text for part in sentence(node, labels))


def kept_in_words(kept: object) -> str:
    """A stored tree as one text; where what it names is gone, that it is."""
    try:
        return as_text(from_json(kept), Labels(own_company().labels))
    except CriteriaError as error:
        return str(error)


def _head(conditions: list[Node], labels: Labels) -> tuple[Part, list[Node]]:
    """What the people are called, and the conditions that this word does not say."""
    for node in conditions:
        if isinstance(node, Leaf) and (noun := condition_named(node.condition).noun(node, labels)):
            return Part(noun, print_text(node)), [other for other in conditions if other is not node]
    return Part(labels.person.many), conditions


def _enumerated(said: list[list[Part]]) -> list[Part]:
    """' a', ' a and b', ' a, b and c'."""
    glue = [" ", *[", "] * (len(said) - 2), " and "]
    return [part for before, parts in zip(glue, said, strict=False) for part in (Part(before), *parts)]


def _bracketed(parts: list[Part]) -> list[Part]:
    return [Part("("), *parts, Part(")")]


def _said(node: Node, labels: Labels) -> list[Part]:
    match node:
        case Leaf():
            return _leaf(node, node, labels, negative=False)
        case Not(Leaf() as leaf):
            return _leaf(leaf, node, labels, negative=True)
        case Not(child):
            return [Part("not "), *_bracketed(_said(child, labels))]
        case All(children):
            return _group(children, " and ", labels)
        case Any(children):
            return _group(children, " or ", labels)


def _group(children, word: str, labels: Labels) -> list[Part]:
    parts = []
    for place, child in enumerate(children):
        inner = _said(child, labels)
        if isinstance(child, All | Any):
            inner = _bracketed(inner)
        parts += [Part(word), *inner] if place else inner
    return parts


def _leaf(leaf: Leaf, node: Node, labels: Labels, *, negative: bool) -> list[Part]:
    said = condition_named(leaf.condition).say(leaf, labels, negative=negative)
    before = f"{said.before} " if said.before else ""
    after = f" {said.after}" if said.after else ""
    return [Part(before), Part(said.part, print_text(node)), Part(after)]


def _merged(parts: list[Part]) -> list[Part]:
    """Neighbouring pieces that cannot be changed as one."""
    merged: list[Part] = []
    for part in parts:
        if merged and not part.term and not merged[-1].term:
            merged[-1] = Part(merged[-1].text + part.text)
        elif part.text:
            merged.append(part)
    return merged
