"""How many people there are: from the counters where one facet is asked for, by counting otherwise."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Select, bindparam, func, select

from webapp.db import db, fetch, with_index
from webapp.db.counters import PeopleCount
from webapp.listing.paging import Among
from webapp.people.models import KINDS, Person
from webapp.people.visible import LIVING, counted_for
from webapp.users.viewer import Viewer

CAP = 10_000
SIDEBAR = ("stage", "stage_value", "kind", "status", "segment", "expired")


@dataclass(frozen=True)
class Totals:
    """The people whom a viewer sees, by kind and by the id of status, stage and segment, and how many the
    database holds. `hoped_for` sums the values of a stage in hundredths.

    `expired` are those whose expiry was told of; the others are counted anew (segments/reminders.py).
    """

    kinds: dict[str, int]
    statuses: Counter[int]
    stages: Counter[int]
    hoped_for: Counter[int]
    segments: Counter[int]
    expired: Counter[int]
    everybody: int

    @property
    def seen(self) -> int:
        """Everybody whom the viewer sees."""
        return sum(self.kinds.values())


def totals_for(viewer: Viewer) -> Totals:
    """The counters of the sidebar, in one query."""
    rows = fetch(_sums(viewer)).all()
    seen = {(facet, value): int(n) for facet, value, n, _ in rows}
    return Totals(
        kinds={kind: seen.get(("kind", n), 0) for n, kind in enumerate(KINDS)},
        statuses=_of("status", seen),
        stages=_of("stage", seen),
        hoped_for=_of("stage_value", seen),
        segments=_of("segment", seen),
        expired=_of("expired", seen),
        everybody=sum(int(n) for facet, _, _, n in rows if facet == "kind"),
    )


def _of(facet: str, seen: dict[tuple[str, int], int]) -> Counter[int]:
    return Counter({value: n for (own_facet, value), n in seen.items() if own_facet == facet})


@lru_cache(maxsize=256)
def _sums(viewer: Viewer) -> Select:
    people = func.sum(PeopleCount.people)
    return (
        select(
            PeopleCount.facet,
            PeopleCount.value,
            func.coalesce(people.filter(counted_for(viewer)), 0),
            people,
        )
        .where(PeopleCount.facet.in_(SIDEBAR))
        .group_by(PeopleCount.facet, PeopleCount.value)
    )


def tagged(viewer: Viewer, tag_id: int) -> int:
    """How many of those whom a viewer sees have a tag."""
    return int(fetch(_tagged(viewer), {"tag_id": tag_id}).scalar_one())


@lru_cache(maxsize=256)
def _tagged(viewer: Viewer) -> Select:
    people = func.coalesce(func.sum(PeopleCount.people), 0)
    of_tag = (PeopleCount.facet == "tag", PeopleCount.value == bindparam("tag_id"))
    return select(people).where(*of_tag, counted_for(viewer))


def count(among: Among, *, cap: int | None = None) -> int:
    """How many people the list has; with a cap, at most one more than it."""
    found = select(Person.id).where(LIVING, among.probe if among.walks else among.few)
    if among.walks and among.index:
        found = with_index(found, Person, among.index)
    some = (found if cap is None else found.limit(cap + 1)).subquery()
    return db.session.scalar(select(func.count()).select_from(some))
