"""Pages of the list by keyset: never OFFSET, so page 1,000 costs what the first one costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import bindparam, select

from webapp.db import Prepared
from webapp.listing.bands import Sort
from webapp.listing.cursor import Cursor
from webapp.listing.seeking import PAGE, Among, next_places
from webapp.people.models import Person
from webapp.people.visible import LIVING


@dataclass(frozen=True)
class Page:
    """The ids of a page's people in their order, and the cursors beyond which its neighbours begin.

    `first` is the number of its first person, counted through all pages. `total` is how many people they all
    have, None if finding the page did not tell.
    """

    ids: list[int]
    first: int
    before: Cursor | None
    after: Cursor | None
    total: int | None = None

    @property
    def last(self) -> int:
        """The number of its last person."""
        return self.first + len(self.ids) - 1


def page_of(sort: Sort, among: Among, *, after: Cursor | None = None, before: Cursor | None = None) -> Page:
    """The page that begins behind `after`, ends before `before`, or is the first."""
    if before:
        return _page_before(sort, among, before)
    found = next_places(sort, among, after, PAGE + 1)
    more = len(found.places) > PAGE
    first = after.number + 1 if after else 1
    places = found.places[:PAGE]
    return Page(
        [place.id for place in places],
        first,
        before=places[0]._replace(number=first) if after and places else None,
        after=places[-1]._replace(number=first - 1 + PAGE) if more else None,
        total=None if found.number is None else first - 1 + found.number,
    )


def ids_in_order(sort: Sort, among: Among, chunk: int) -> Iterator[list[int]]:
    """Everybody in the list, in chunks."""
    after = None
    while places := next_places(sort, among, after, chunk).places:
        yield [place.id for place in places]
        after = places[-1]


def place_of(sort: Sort, person_id: int) -> Cursor | None:
    """Where somebody stands in a sort, whether or not a list shows them."""
    rows = _place_of(sort).rows(person_id=person_id)
    if not rows:
        return None
    ((key, rank),) = rows
    band = sort.bands[rank]
    return Cursor(band.name, key if band.key is not None else None, person_id, 0)


@lru_cache(maxsize=1_024)
def _place_of(sort: Sort) -> Prepared:
    statement = select(sort.key, sort.rank).select_from(Person)
    statement = statement.where(Person.id == bindparam("person_id"), LIVING)
    return Prepared(statement if sort.row is None else statement.outerjoin(sort.row_of, sort.row))


def _page_before(sort: Sort, among: Among, before: Cursor) -> Page:
    places = next_places(sort.reversed(), among, before, PAGE + 1).places
    if len(places) < PAGE:
        return page_of(sort, among)
    more = len(places) > PAGE
    first = max(1, before.number - PAGE) if more else 1
    places = places[PAGE - 1 :: -1]
    return Page(
        [place.id for place in places],
        first,
        before=places[0]._replace(number=first) if more else None,
        after=places[-1]._replace(number=first - 1 + PAGE),
    )
