"""The conditions of a search, each of which can be edited and taken away."""

from dataclasses import dataclass

from webapp.blueprints.people.builder.parts import conditions_of
from webapp.blueprints.people.builder.screen import UNITS
from webapp.criteria.building.draft import Row
from webapp.criteria.building.reading import draft_of, operator_of
from webapp.criteria.condition import Condition
from webapp.criteria.conditions import CONDITIONS, condition_named
from webapp.criteria.operators import OfThing
from webapp.criteria.sentence import sentence
from webapp.criteria.text import print_text
from webapp.criteria.tree import Any, Leaf, Node, Not
from webapp.fields.builtin import PRIMARY
from webapp.listing.address import Address
from webapp.users.own_company import Labels

_UNIT_WORDS = dict(UNITS)
_AS_TYPED = ("text", "number", "numbers")


@dataclass(frozen=True)
class Chip:
    """One condition of the search: its field, comparison and value (or all of a group as one part), where it
    is edited, and where the list without it is."""

    parts: tuple[str, ...]
    words: str
    edit: str
    remove: str


def chips_of(tree: Node, address: Address, labels: Labels) -> list[Chip]:
    """The conditions that all must hold in the list at an address."""
    conditions = conditions_of(tree)
    texts = [print_text(condition) for condition in conditions]
    chips = []
    for n, condition in enumerate(conditions):
        parts = _parts(condition, labels)
        edit = address.url("/people/filter", at=n)
        remove = address.narrowed_to(_others(n, conditions, texts)).url()
        chips.append(Chip(parts, " ".join(parts), edit, remove))
    return chips


def _parts(condition: Node, labels: Labels) -> tuple[str, ...]:
    leaf = condition.child if isinstance(condition, Not) else condition
    if not isinstance(leaf, Leaf):
        said = "".join(part.text for part in sentence(condition, labels))
        return (said.removeprefix(labels.person.many).strip(),)
    (row,) = draft_of(condition).root.children
    return tuple(filter(None, (_field(row, leaf), _comparison(row), _value(row, leaf, labels))))


def _field(row: Row, leaf: Leaf) -> str:
    """As the builder calls it, without the section that fields are in first of all."""
    if not row.key:
        return "Words"
    # Its own condition nearly always knows the key; only `birthday:next` is asked for under another's.
    conditions = (condition_named(leaf.condition), *CONDITIONS)
    topics = (topic for condition in conditions for topic in condition.topics())
    words = next((topic.words for topic in topics if topic.key == row.key), row.key)
    return words.removeprefix(f"{PRIMARY} › ")


def _comparison(row: Row) -> str:
    operator, negative = operator_of(row), row.operator.startswith("-")
    if operator is None:
        return "does not fit" if negative else "fits"
    if isinstance(operator, OfThing):  # its value says it, since the thing stands before it
        return "not" if negative else ""
    return operator.negative if negative else operator.words


def _value(row: Row, leaf: Leaf, labels: Labels) -> str:
    operator, condition = operator_of(row), condition_named(leaf.condition)
    if operator and operator.size == 0:
        return ""
    if operator and operator.widget == "span":
        ((number, unit),) = row.values
        return f"{number} {_UNIT_WORDS[unit]}"
    if operator and operator.widget in _AS_TYPED:
        return " or ".join(" and ".join(inputs) for inputs in row.values)
    return _special(row, condition) or condition.say(leaf, labels, negative=False).part


def _special(row: Row, condition: Condition) -> str:
    """The words of values that are no names, such as "me"; '' if there are others among them."""
    named = {"none": "none", **getattr(condition, "special_choices", {})}
    words = [named.get(inputs[0], "") for inputs in row.values]
    return " or ".join(words) if all(words) else ""


def _others(n: int, conditions: list[Node], texts: list[str]) -> str:
    """The text of all the conditions but one."""
    others = [
        (one, text) for place, (one, text) in enumerate(zip(conditions, texts, strict=True)) if place != n
    ]
    if len(others) == 1:
        return others[0][1]
    return " ".join(f"({text})" if isinstance(one, Any) else text for one, text in others)
