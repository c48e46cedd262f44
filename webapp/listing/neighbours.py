"""Who stands before and after somebody in a list, and which one they are of how many."""

from typing import NamedTuple

from sqlalchemy import bindparam, or_, select

from webapp.db import Prepared
from webapp.listing.opening import OpenList
from webapp.listing.paging import place_of
from webapp.listing.seeking import Found, next_places
from webapp.people.models import Person

COUNTED = 50
"""How far positions are counted from either end of a long list."""


class Neighbour(NamedTuple):
    id: int
    name: str


class Neighbours(NamedTuple):
    """`position` counts from 1; it and `number` are None where finding out would take long."""

    previous: Neighbour | None
    next: Neighbour | None
    position: int | None
    number: int | None


def neighbours_of(opened: OpenList, person_id: int) -> Neighbours:
    """The neighbours in a list of somebody who is, or was until just now, in it."""
    place = place_of(opened.sort, person_id)
    if place is None:
        return Neighbours(None, None, None, None)
    before = next_places(opened.sort.reversed(), opened.among, place, COUNTED)
    number = None if before.number is None else opened.number_kept()
    after = next_places(opened.sort, opened.among, place, COUNTED if number is None else 1)
    previous, following = _nearest(before, after)
    if before.number is not None:
        position = before.number + 1
        if number is None and after.number is not None:
            number = position + after.number
        return Neighbours(previous, following, position, number)
    number = None if after.number is None else opened.number_kept()
    return Neighbours(previous, following, None if number is None else number - after.number, number)


_NAMES = Prepared(
    select(Person.id, Person.name).where(
        or_(Person.id == bindparam("before"), Person.id == bindparam("after"))
    )
)


def _nearest(before: Found, after: Found) -> tuple[Neighbour | None, Neighbour | None]:
    """The first of each."""
    ids = [found.places[0].id if found.places else 0 for found in (before, after)]
    people = {row.id: Neighbour(*row) for row in _NAMES.rows(before=ids[0], after=ids[1])}
    return people.get(ids[0]), people.get(ids[1])
