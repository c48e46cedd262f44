"""Who stands beside somebody in any list, and which one they are."""

from itertools import product

import pytest

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.criteria.asking import Asker
from webapp.listing import neighbours as module
from webapp.listing.address import Address
from webapp.listing.neighbours import neighbours_of
from webapp.listing.opening import open_list
from webapp.listing.paging import ids_in_order
from webapp.listing.sorts import BUILT_IN
from webapp.people.creating import NewPerson, create_people
from webapp.people.models import KINDS


@pytest.fixture
def crowd(world):
    """Thirty people with many equal and many missing values."""
    new = [
        NewPerson(
            {
                "first": f"First{n % 5}",
                "last": f"Last{n % 4}",
                "kind": KINDS[n % 3],
                "status_id": world.new,
                "office_id": (world.boston, world.lisbon)[n % 2],
                "owner_id": (None, world.priya.id, world.jonas.id)[n % 3],
                "city": ("", "Lisbon", "boston")[n % 3],
                "emails": [[f"p{n % 7}@example.com"] * 2] if n % 3 else [],
            }
        )
        for n in range(30)
    ]
    change_set = open_change_set("create", "A crowd", by=world.mona, now=NOW)
    return create_people(new, by=world.mona, now=NOW, change_set=change_set)


def opened(viewer, **address):
    return open_list(Address(**address), Asker(viewer, NOW, "UTC", "US"))


EVERYBODYS = [("mona", q) for q in ("", "first2", "-kind:lead city:any")]


@pytest.mark.parametrize(("name", "q"), [*EVERYBODYS, ("jonas", ""), ("priya", "kind:lead")])
def test_neighbours_are_those_beside_one_in_the_list(world, crowd, name, q):
    viewer = getattr(world, name)
    for sort, descending in product(BUILT_IN, (False, True) if not q else (True,)):
        a_list = opened(viewer, q=q, sort=sort, descending=descending)
        ids = [person_id for chunk in ids_in_order(a_list.sort, a_list.among, 100) for person_id in chunk]
        for position in {0, 1, len(ids) // 2, len(ids) - 1} & set(range(len(ids))):
            found = neighbours_of(a_list, ids[position])
            assert (found.previous and found.previous.id) == (ids[position - 1] if position else None)
            assert (found.next and found.next.id) == (ids[position + 1] if position + 1 < len(ids) else None)
            assert (found.position, found.number) == (position + 1, len(ids))


def test_who_is_in_the_middle_of_a_long_list_has_neighbours_but_no_number(world, crowd, monkeypatch):
    monkeypatch.setattr(module, "COUNTED", 3)
    a_list = opened(world.mona)
    ids = [person_id for chunk in ids_in_order(a_list.sort, a_list.among, 100) for person_id in chunk]
    middle = neighbours_of(a_list, ids[15])
    assert (middle.previous.id, middle.next.id) == (ids[14], ids[16])
    assert (middle.position, middle.number) == (None, None)
    assert neighbours_of(a_list, ids[1]).position == 2
    assert neighbours_of(a_list, ids[-1]).position == 33


def test_who_no_longer_fits_the_search_still_has_a_place_beside_it(world, crowd):
    a_list = opened(world.mona, q="kind:lead")
    found = neighbours_of(a_list, world.people["henrik"])
    assert found.previous or found.next


def test_hidden_people_are_nobodys_neighbours(world, crowd):
    a_list = opened(world.priya)
    visible = {person_id for chunk in ids_in_order(a_list.sort, a_list.among, 100) for person_id in chunk}
    for person_id in visible:
        found = neighbours_of(a_list, person_id)
        assert {n.id for n in (found.previous, found.next) if n} <= visible
