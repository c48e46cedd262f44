"""How many people there are in every group, as far as one sees them: from the counters, in one question."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import case, func, select

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
    people = PeopleCount.people
    own, under = (func.sum(case((PeopleCount.facet == facet, people), else_=0)) for facet in (OWN, FACET))
    rows = fetch(
        select(PeopleCount.value, own, under)
        .where(PeopleCount.facet.in_((OWN, FACET)), counted_for(viewer))
        .group_by(PeopleCount.value)
    )
    return defaultdict(Numbers, {group_id: Numbers(int(n), int(all_)) for group_id, n, all_ in rows})
