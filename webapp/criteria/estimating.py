"""How many people a question may find, told by the counters and by counting in indexes.

Nothing here is exact; it decides whether to walk along a sort index or to begin at the rarest condition.
"""

from math import prod

from sqlalchemy import func, select

from webapp.criteria.asking import Asker
from webapp.criteria.conditions import condition_named
from webapp.criteria.tree import All, Any, Leaf, Node, Not
from webapp.db import counters, db

MOST_COUNTED, LEAST_COUNTED = 20_000, 1_000
LARGEST_SHARE = 10
"""Where an index is counted it is up to a tenth of everybody, between these: walking finds a page among more
people sooner."""

PAGE = 50


def estimate(node: Node, asker: Asker, past: int | None = None) -> int | None:
    """About how many people are asked for; None where walking past all of `past` (by default everybody) is
    better or nobody knows.

    Of several conditions that must all hold the rarest is begun at, and the others are taken to be
    independent of it: looking at all whom the rarest finds must be less work than walking until a page of
    people has met them all.
    """
    if not isinstance(node, All):
        return at_most(node, asker)
    known = sorted(n for child in node.children if (n := at_most(child, asker)) is not None)
    if not known:
        return None
    everybody = max(1, _everybody(asker))
    expected = known[0] * prod(n / everybody for n in known[1:])
    walked = everybody if past is None else past
    # Walking past no more people than the rarest finds gives them in their order, and reads only the index.
    return round(expected) if known[0] < walked and known[0] * expected <= PAGE * walked else None


def walked(node: Node, asker: Asker, past: int) -> float:
    """About how many of `past` people a walk looks at until it has a page of those who are asked for."""
    children = node.children if isinstance(node, All) else (node,)
    known = [n for child in children if (n := at_most(child, asker)) is not None]
    passing = _everybody(asker) * prod(share(n, asker) for n in known)
    return past * min(1, PAGE / max(1, passing))


def share(people: int, asker: Asker) -> float:
    """How much of everybody so many people are, 0 to 1."""
    return min(1, people / max(1, _everybody(asker)))


def at_most(node: Node, asker: Asker) -> int | None:
    """How many people at most are asked for; None where nobody knows."""
    match node:
        case All(children):
            known = [n for child in children if (n := at_most(child, asker)) is not None]
            return min(known, default=None)
        case Any(children):
            return _sum(children, asker)
        case Not():
            return None
        case Leaf():
            if node not in asker.counted:
                asker.counted[node] = _count(node, asker)
            return asker.counted[node]


def _sum(children: tuple[Node, ...], asker: Asker) -> int | None:
    """How many any of these are; None from where nobody would begin at them."""
    together = 0
    for child in children:
        count = at_most(child, asker)
        if count is None or together + count > _most_counted(asker):
            return None
        together += count
    return together


def _count(leaf: Leaf, asker: Asker) -> int | None:
    condition = condition_named(leaf.condition)
    counted = condition.count(leaf, asker)
    if counted is None and (ids := condition.ids(leaf, asker)):
        most = _most_counted(asker)
        some = ids.statement.limit(most + 1).subquery()
        counted = db.session.scalar(select(func.count()).select_from(some))
        return counted if counted <= most else None
    return counted


def _most_counted(asker: Asker) -> int:
    return min(MOST_COUNTED, max(LEAST_COUNTED, _everybody(asker) // LARGEST_SHARE))


def _everybody(asker: Asker) -> int:
    if None not in asker.counted:
        asker.counted[None] = counters.read("kind").total()
    return asker.counted[None]
