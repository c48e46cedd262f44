"""Rules that would wait for themselves: they ask who is in their own group, or others lead back to it."""

from sqlalchemy import select

from webapp.criteria.errors import CriteriaError
from webapp.criteria.keeping import from_json
from webapp.criteria.tree import Node
from webapp.db import fetch
from webapp.groups.models import Group
from webapp.groups.naming import tree
from webapp.smart_groups.models import SmartGroup
from webapp.smart_groups.rules import groups_in


def circle(group_id: int, criteria: Node) -> list[int]:
    """The groups of the circle that this rule would close, from its own back to it; [] if it closes none.

    Rules that rest count too, since they may come back.
    """
    if not groups_in(criteria):
        return []
    asks = {of: groups_in(rule) for of, rule in _kept_rules() if of != group_id}
    asks[group_id] = groups_in(criteria)
    trails, seen = [[group_id]], set()
    while trails:
        trail = trails.pop()
        for other in sorted(asks.get(trail[-1], ())):
            if other == group_id:
                return [*trail, group_id]
            if other not in seen:
                seen.add(other)
                trails.append([*trail, other])
    return []


def circle_in_words(groups: list[int]) -> str:
    """ "Italy → Spain → Italy"."""
    return " → ".join(f"“{tree().shown(group_id)}”" for group_id in groups)


def _kept_rules():
    rows = fetch(
        select(SmartGroup.group_id, SmartGroup.criteria)
        .join(Group, Group.id == SmartGroup.group_id)
        .where(Group.retired_at.is_(None))
    )
    for group_id, criteria in rows:
        try:
            yield group_id, from_json(criteria)
        except CriteriaError:
            continue
