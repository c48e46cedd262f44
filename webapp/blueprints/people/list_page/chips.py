"""The conditions of a search, each of which can be taken away."""

from dataclasses import dataclass

from webapp.criteria.sentence import sentence
from webapp.criteria.text import print_text
from webapp.criteria.tree import All, Node, canonical
from webapp.listing.address import Address
from webapp.users.own_company import Labels


@dataclass(frozen=True)
class Chip:
    """One condition of the search: what it says, and where the list without it is."""

    said: str
    part: str
    remove: str


def chips_of(tree: Node, address: Address, labels: Labels) -> list[Chip]:
    """The conditions that all must hold in the list at an address."""
    conditions = tree.children if isinstance(tree, All) else (tree,)
    return [_chip(n, conditions, address, labels) for n in range(len(conditions))]


def _chip(n: int, conditions: tuple[Node, ...], address: Address, labels: Labels) -> Chip:
    others = All(conditions[:n] + conditions[n + 1 :])
    said = [part.text.strip() for part in sentence(conditions[n], labels)]
    words = " ".join(said[:-1]).removeprefix(labels.person.many).strip()
    return Chip(words, said[-1], address.searching(print_text(canonical(others))).url())
