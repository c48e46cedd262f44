"""The next people of a list, in one of three ways.

*Walk* follows the sort's index and probes each person; it is for filters that many pass. *Drive* starts from
the few who pass and sorts them. Which is cheaper follows from how many pass: walking looks at about
PAGE / share people, driving at share * everybody, so the two meet at sqrt(PAGE * everybody). A walk is only
that short if they are spread evenly: all people called Ingeborg stand together in the order of names, and a
walk goes past half of everybody first. So driving is preferred up to CLUSTERED times as many; but before so
many are looked up, they are looked for among the next people: NEAR times as many as do if they are spread.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import islice
from math import sqrt
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, True_, and_, bindparam, func, or_, select, tuple_

from webapp.db import Prepared, fetch, with_index
from webapp.listing.bands import Band, Sort
from webapp.listing.cursor import Cursor
from webapp.people.models import Person
from webapp.people.visible import LIVING

PAGE = 50
CLUSTERED = 3
NEAR = 4
PASSED_PER_LOOK = 4
"""How many people a walk goes past at least in the time of looking one up, as measured."""
STREAMED = 8
_KEY_AND_ID = itemgetter(1, 0)


@dataclass(frozen=True)
class Among:
    """Whom the list may show: living people who meet `probe`, by looking at them one by one.

    `few` is a condition for the same people that starts from a small set of about `passing`; None where there
    is no such set, and `ids` selects just them where the viewer sees them all. `everybody` is how many people
    a walk would go past, which only then makes a difference. `index` is one in which all who are walked past
    stand, '' where that is everybody.
    """

    probe: ColumnElement[bool]
    everybody: int = 0
    few: ColumnElement[bool] | None = None
    passing: int = 0
    index: str = ""
    ids: Select[tuple[int]] | None = None

    @property
    def walks(self) -> bool:
        """Whether following the sort's index is the cheaper way."""
        return self.few is None or self.passing > CLUSTERED * sqrt(PAGE * self.everybody)

    def near(self, limit: int) -> int:
        """How many people to go past in search of the next `limit`, 0 where looking all of the few up takes
        no longer."""
        past = NEAR * limit * self.everybody // max(1, self.passing)
        return past if self.ids is not None and past < PASSED_PER_LOOK * self.passing else 0


class Found(NamedTuple):
    """Places, and how many there would be without the limit, None if nobody knows."""

    places: list[Cursor]
    number: int | None


def next_places(sort: Sort, among: Among, behind: Cursor | None, limit: int) -> Found:
    """Up to `limit` people behind a place, or the first of all, the nearest first; those before a place come
    from the reversed sort."""
    if among.walks:
        return _walk(sort, among, behind, limit)
    past = among.near(limit)
    return (past and _near(sort, among, behind, limit, past)) or _drive(sort, among, behind, limit)


def _walk(sort: Sort, among: Among, behind: Cursor | None, limit: int) -> Found:
    """The next people along the index, band after band."""
    found: list[Cursor] = []
    start = sort.position(behind.band) if behind else 0
    for band in sort.bands[start:]:
        place = behind if behind and behind.band == band.name else None
        rows = _walked(band, sort.descending, among, place, limit - len(found))
        found += [Cursor(band.name, row[1] if band.key is not None else None, row[0], 0) for row in rows]
        if len(found) == limit:
            return Found(found, None)
    return Found(found, len(found))


def _walked(band: Band, descending: bool, among: Among, behind: Cursor | None, limit: int) -> list[tuple]:
    """The id and, where the band has one, the key of its next people."""
    if band.merges:
        streams = [_streamed(one, descending, among, behind) for one in band.merges]
        return list(islice(merge(*streams, key=_KEY_AND_ID, reverse=descending), limit))
    values = {"limit": limit} | ({"key": behind.key, "id": behind.id} if behind else {})
    walk = _walk_of(band, descending, behind is not None)
    if isinstance(among.probe, True_):
        return walk.rows(**values)
    return fetch(walk.statement.where(among.probe), values).all()


def _streamed(band: Band, descending: bool, among: Among, behind: Cursor | None) -> Iterator[tuple]:
    """The same, a few at a time: most of a merged page stands in few of the bands."""
    while rows := _walked(band, descending, among, behind, STREAMED):
        yield from rows
        if len(rows) < STREAMED:
            return
        person_id, key = rows[-1]
        behind = Cursor(band.name, key, person_id, 0)


@lru_cache(maxsize=1_024)
def _walk_of(band: Band, descending: bool, goes_on: bool) -> Prepared:
    """The first `limit` people of a band, or of those beyond `key` and `id`, in their order."""
    key = () if band.key is None else (band.key,)
    statement = select(Person.id, *key).where(LIVING, *band.where)
    if band.source is not Person:
        statement = statement.select_from(band.source).join(Person, Person.id == band.source.person_id)
    if band.index:
        statement = with_index(statement, band.source, band.index)
    if band.least is not None and (descending or not goes_on):
        # Two lower bounds on one column: SQLite may start from the weaker one and scan up to the page.
        statement = statement.where(band.key > band.least)
    if goes_on:
        here = (*key, band.id)
        there = (*(bindparam("key", type_=column.type) for column in key), bindparam("id"))
        statement = statement.where(_comes_after(here, there, descending))
    order = (*band.prefix, *key, band.id)
    statement = statement.order_by(*(column.desc() if descending else column for column in order))
    return Prepared(statement.limit(bindparam("limit")))


def _comes_after(here: tuple, there: tuple, descending: bool) -> ColumnElement[bool]:
    """Whether a place comes after another one."""
    left, right = (tuple_(*here), tuple_(*there)) if len(here) > 1 else (here[0], there[0])
    return left < right if descending else left > right


def _near(sort: Sort, among: Among, behind: Cursor | None, limit: int, past: int) -> Found | None:
    """The next people if they are all among the next `past` of one band."""
    band = sort.bands[sort.position(behind.band) if behind else 0]
    if band.merges:
        return None
    walked = _walk_of(band, sort.descending, behind is not None).statement.subquery()
    statement = select(walked).where(walked.c[0].in_(among.ids))
    order = (*walked.c[1:], walked.c[0])
    statement = statement.order_by(*(column.desc() if sort.descending else column for column in order))
    values = {"limit": past} | ({"key": behind.key, "id": behind.id} if behind else {})
    rows = fetch(statement.limit(bindparam("most")), values | {"most": limit}).all()
    if len(rows) < limit:
        return None
    return Found([Cursor(band.name, key[0] if key else None, i, 0) for i, *key in rows], None)


def _drive(sort: Sort, among: Among, behind: Cursor | None, limit: int) -> Found:
    """The next people of a small set, sorted as the bands would have them."""
    statement = select(Person.id, sort.key, sort.rank, func.count().over()).where(LIVING, among.few)
    if sort.row is not None:
        statement = statement.outerjoin(sort.row_of, sort.row)
    if behind:
        statement = statement.where(_stands_behind(sort, behind))
    order = (
        sort.rank.desc() if sort.backwards else sort.rank,
        *(column.desc() if sort.descending else column for column in (sort.key, Person.id)),
    )
    names = [band.name for band in (sort.bands[::-1] if sort.backwards else sort.bands)]
    keyed = {band.name for band in sort.bands if band.key is not None}
    rows = fetch(statement.order_by(*order).limit(limit)).all()
    places = [
        Cursor(names[rank], key if names[rank] in keyed else None, person_id, 0)
        for person_id, key, rank, _ in rows
    ]
    return Found(places, rows[0][3] if rows else 0)


def _stands_behind(sort: Sort, place: Cursor) -> ColumnElement[bool]:
    position = sort.position(place.band)
    rank = len(sort.bands) - 1 - position if sort.backwards else position
    if place.key is None:
        within = _comes_after((Person.id,), (place.id,), sort.descending)
    else:
        within = _comes_after((sort.key, Person.id), (place.key, place.id), sort.descending)
    later = sort.rank < rank if sort.backwards else sort.rank > rank
    return or_(later, and_(sort.rank == rank, within))
