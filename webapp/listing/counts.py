"""How many people there are: from the counters where one facet is asked for, by counting otherwise."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy import Row, Select, bindparam, func, select

from webapp.db import db, fetch, with_index
from webapp.db.counters import PeopleCount
from webapp.listing.seeking import Among
from webapp.people.models import KINDS, Person
from webapp.people.visible import LIVING, counted_for
from webapp.users.viewer import Viewer

CAP = 10_000
SIDEBAR = ("stage", "stage_value", "kind", "status", "segment", "expired")


@dataclass(frozen=True)
class Totals:
    """The people whom a viewer sees, by kind and by the id of status, stage and segment, and how many the
    database holds. `hoped_for` sums the values of a stage in hundredths.

    They come in one query when the first is asked for: most pages of a person never ask. `expired` are those
    whose expiry was told of; the others are counted anew (segments/reminders.py).
    """

    viewer: Viewer

    @cached_property
    def kinds(self) -> dict[str, int]:
        people = self._of("kind")
        return {kind: people[n] for n, kind in enumerate(KINDS)}

    @cached_property
    def statuses(self) -> Counter[int]:
        return self._of("status")

    @cached_property
    def stages(self) -> Counter[int]:
        return self._of("stage")

    @cached_property
    def hoped_for(self) -> Counter[int]:
        return self._of("stage_value")

    @cached_property
    def segments(self) -> Counter[int]:
        return self._of("segment")

    @cached_property
    def expired(self) -> Counter[int]:
        return self._of("expired")

    @property
    def seen(self) -> int:
        """Everybody whom the viewer sees."""
        return sum(self.kinds.values())

    @cached_property
    def everybody(self) -> int:
        """Everybody, whoever sees them."""
        return sum(int(n) for facet, _, _, n in self._rows if facet == "kind")

    def _of(self, wanted: str) -> Counter[int]:
        return Counter({value: int(seen) for facet, value, seen, _ in self._rows if facet == wanted})

    @cached_property
    def _rows(self) -> Sequence[Row]:
        return fetch(_sums(self.viewer)).all()


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


def people_in(viewer: Viewer, facet: str, values: Iterable[int]) -> Counter[int]:
    """How many of those whom a viewer sees have each of these tags, or are in each of these groups."""
    rows = fetch(_in(viewer), {"facet": facet, "values": list(values)})
    return Counter({value: int(people) for value, people in rows})


@lru_cache(maxsize=256)
def _in(viewer: Viewer) -> Select:
    of_these = PeopleCount.value.in_(bindparam("values", expanding=True))
    return (
        select(PeopleCount.value, func.sum(PeopleCount.people))
        .where(PeopleCount.facet == bindparam("facet"), of_these, counted_for(viewer))
        .group_by(PeopleCount.value)
    )


def count(among: Among, *, cap: int | None = None) -> int:
    """How many people the list has; with a cap, at most one more than it."""
    found = select(Person.id).where(LIVING, among.probe if among.walks else among.few)
    if among.walks and among.index:
        found = with_index(found, Person, among.index)
    some = (found if cap is None else found.limit(cap + 1)).subquery()
    return db.session.scalar(select(func.count()).select_from(some))
