"""The conditions of a search, each of which can be edited and taken away."""

from dataclasses import dataclass

from webapp.blueprints.people.builder.parts import conditions_of
from webapp.criteria.sentence import sentence
from webapp.criteria.text import print_text
from webapp.criteria.tree import Any, Leaf, Node, Not
from webapp.listing.address import Address
from webapp.users.own_company import Labels

_WHO = ("whose ", "who have ", "who are ", "who ")


@dataclass(frozen=True)
class Chip:
    """One condition of the search: what it says, `part` being what one is likeliest to change, where it is
    edited, and where the list without it is."""

    said: str
    part: str
    edit: str
    remove: str

    @property
    def words(self) -> str:
        return f"{self.said} {self.part}".strip()


def chips_of(tree: Node, address: Address, labels: Labels) -> list[Chip]:
    """The conditions that all must hold in the list at an address."""
    conditions = conditions_of(tree)
    texts = [print_text(condition) for condition in conditions]
    return [
        Chip(
            *_said(condition, labels),
            address.url("/people/filter", at=n),
            address.narrowed_to(_others(n, conditions, texts)).url(),
        )
        for n, condition in enumerate(conditions)
    ]


def _said(condition: Node, labels: Labels) -> tuple[str, str]:
    *before, last = [part.text.strip() for part in sentence(condition, labels)]
    words = " ".join(before).removeprefix(labels.person.many).strip()
    words = next((words.removeprefix(who) for who in _WHO if words.startswith(who)), words)
    if isinstance(condition, Leaf) or (isinstance(condition, Not) and isinstance(condition.child, Leaf)):
        return words, last
    return "", f"{words} {last}".replace(" )", ")").replace("( ", "(")


def _others(n: int, conditions: list[Node], texts: list[str]) -> str:
    """The text of all the conditions but one."""
    others = [
        (one, text) for place, (one, text) in enumerate(zip(conditions, texts, strict=True)) if place != n
    ]
    if len(others) == 1:
        return others[0][1]
    return " ".join(f"({text})" if isinstance(one, Any) else text for one, text in others)
