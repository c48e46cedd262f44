"""Which companies are listed: those that somebody added or changed, and those where somebody is."""

import pytest

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.companies.editing import add_company, change_company, values_of
from webapp.companies.listing import companies, names_like
from webapp.companies.naming import company_named, found_companies
from webapp.db import db, key
from webapp.people.editing import change_people
from webapp.people.trashing import move_to_trash, restore


@pytest.fixture
def mona(world):
    return {"by": world.mona, "now": NOW}


@pytest.fixture
def ann(world):
    """Somebody who works at a company that came with her."""
    return world.person(first="Ann", company="Zircon")


@pytest.fixture
def deed(mona):
    """What deeds on people take beside them."""
    return {**mona, "change_set": open_change_set("edit", "Changed", **mona)}


def listed(name="Zircon") -> bool:
    """Whether it is in the list and offered to whoever types its name, which must be the same."""
    inside = name in [company.name for company in companies(name)[0]]
    assert (name in names_like(name)) is inside
    return inside


def test_what_came_with_somebody_leaves_the_list_with_them_and_comes_back(ann, deed):
    zircon = company_named("Zircon").id
    assert listed()
    change_people({ann: {"company_id": None}}, **deed)
    assert not listed()
    change_people({ann: {"company_id": zircon}}, **deed)
    assert listed()
    move_to_trash([ann], **deed)
    assert not listed()
    restore([ann], **deed)
    assert listed()


def test_what_an_import_named_is_the_same_company_when_it_is_named_again(mona, world):
    (first,) = found_companies(["Zircon"], **mona).values()
    assert not listed()
    (again,) = found_companies(["zircon"], **mona).values()
    assert again == first
    world.person(first="Ann", company_id=first)
    assert listed()


@pytest.mark.parametrize("name", ["x" * 99 + " & Co. KG", "x" * 300, " Zircon  Ltd ", "\u0149" * 60])
def test_a_name_of_any_length_is_found_again(mona, name):
    (added,) = found_companies([name], **mona).values()
    assert found_companies([name], **mona) == {key(name): added}
    assert company_named(name).id == added


def test_what_somebody_changed_stays(ann, deed, mona):
    zircon = company_named("Zircon")
    change_company(zircon, {**values_of(zircon), "city": "Bergen"}, **mona)
    move_to_trash([ann], **deed)
    assert listed()


def test_what_somebody_adds_is_listed_and_takes_up_what_was_left_of_its_name(ann, deed, mona):
    zircon = company_named("Zircon")
    values = {**values_of(zircon), "city": "Bergen"}
    second, _ = add_company(values, **mona)
    assert second is not zircon
    change_people({ann: {"company_id": None}}, **deed)
    third, added = add_company({**values, "city": "Oslo"}, **mona)
    assert (third, third.city, listed()) == (zircon, "Oslo", True)
    undo_as(added, **mona)
    db.session.expire_all()
    assert [company.id for company in companies("Zircon")[0]] == [second.id]
