"""How many people there are in every group, as far as one sees them: from the counters, in one question."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import func, select

from webapp.db import fetch
from webapp.db.counters import PeopleCount
from webapp.groups.below import FACET
from webapp.people.visible import counted_for
from webapp.users.viewer import Viewer

OWN = "group"


class Numbers(NamedTuple):
    """Who is in the group itself, and who in it or below it, each once."""

    own: int = 0
    under: int = 0


def numbers(viewer: Viewer) -> Mapping[int, Numbers]:
    """{group_id: Numbers}, with none for every group that nobody is in."""
    rows = fetch(
        select(PeopleCount.facet, PeopleCount.value, func.sum(PeopleCount.people))
        .where(PeopleCount.facet.in_((OWN, FACET)), counted_for(viewer))
        .group_by(PeopleCount.facet, PeopleCount.value)
    )
    found: dict[str, dict[int, int]] = {OWN: {}, FACET: {}}
    for facet, group_id, people in rows:
        found[facet][group_id] = int(people)
    own, under = found[OWN], found[FACET]
    return defaultdict(Numbers, {i: Numbers(own.get(i, 0), n) for i, n in under.items()})
