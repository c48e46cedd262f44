"""Rules that count days are asked anew when a day begins where the company is."""

from datetime import timedelta

from webapp.criteria.conditions import condition_named
from webapp.criteria.tree import Node, leaves
from webapp.smart_groups.rules import asker

NEVER = 0


def next_turn(criteria: Node, *, now: int) -> int:
    """When the next day begins, NEVER for criteria that count none."""
    if not any(condition_named(leaf.condition).counts_days(leaf) for leaf in leaves(criteria)):
        return NEVER
    who = asker(now=now)
    return who.midnight((who.today + timedelta(days=1)).toordinal())
