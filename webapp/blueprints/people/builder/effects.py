"""What a question would find without one of its rows or groups."""

from copy import deepcopy

from webapp.blueprints.people.builder.posted import BadForm
from webapp.criteria.asking import Asker
from webapp.criteria.building.draft import Draft
from webapp.criteria.building.reading import tree_of
from webapp.criteria.text import print_text
from webapp.criteria.tree import Node
from webapp.listing.address import Address
from webapp.listing.counts import CAP
from webapp.listing.opening import open_list


def effects_of(draft: Draft, tree: Node, deed: str, asker: Asker) -> dict[int, str]:
    """What would change without the row or group that the deed names ("without:3"), by its number.

    Raises BadForm for a number that there is not.
    """
    try:
        number = int(deed.partition(":")[2])
        draft.find(number)
    except (KeyError, ValueError):
        raise BadForm from None
    effect = effect_of(draft, tree, number, asker)
    return {number: effect} if effect else {}


def effect_of(draft: Draft, tree: Node, number: int, asker: Asker) -> str:
    """How many more or fewer it would find, '+12' or 'over 3,000 more'; '' where nothing else is asked.

    `tree` is what the draft means with it.
    """
    rest = deepcopy(draft)
    rest.remove(number)
    without = tree_of(rest, asker, complete=False)
    if without is None:
        return ""
    now, then = (open_list(Address(print_text(one)), asker).counted(CAP) for one in (tree, without))
    if now > CAP:
        return "no fewer than now"
    if then > CAP:
        return f"over {CAP - now:,} more"
    return f"{'+' if then >= now else '−'}{abs(then - now):,}"
