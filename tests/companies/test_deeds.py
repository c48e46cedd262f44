"""Taking back that a company was added, changed or deleted."""

import pytest
from sqlalchemy import select

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.changes.models import Kept, KeptRecord
from webapp.changes.previewing import preview
from webapp.changes.record_lines import record_lines_of
from webapp.companies.editing import (
    add_company,
    change_company,
    delete_company,
    erase_hidden,
    values_of,
)
from webapp.companies.models import Company
from webapp.companies.naming import company_named, found_company
from webapp.db import db
from webapp.people.editing import change_people, load_values
from webapp.people.models import Person
from webapp.people.visible import within_reach

DAY = 24 * 3600
EMPTY = dict.fromkeys(("website", "industry", "street", "city", "postcode", "country", "state", "notes"), "")


@pytest.fixture
def mona(world):
    return {"by": world.mona, "now": NOW}


@pytest.fixture
def acme(mona):
    company, _ = add_company({**EMPTY, "name": "Acme", "country": "US", "state": "US-CA"}, **mona)
    return company


@pytest.fixture
def ann(world, acme):
    return world.person(first="Ann", company="Acme")


@pytest.fixture
def globex(mona):
    return found_company("Globex", **mona)


@pytest.fixture
def take_back(world):
    """take_back(change_set) undoes it as Mona and returns the undo's change set."""

    def undo_it(change_set):
        return undo_as(change_set, by=world.mona, now=NOW + 60)

    return undo_it


def change(company, mona, **values):
    return change_company(company, {**values_of(company), **values}, **mona)[0]


def company_of(person_id) -> str:
    return db.session.scalar(select(Person.company_key).where(Person.id == person_id))


def kept(undo_set) -> list[tuple[str, str]]:
    return [
        tuple(row)
        for model in (KeptRecord, Kept)
        for row in db.session.execute(
            select(model.key, model.why).where(model.change_set_id == undo_set.id).order_by(model.key)
        )
    ]


def test_a_name_and_what_is_known_come_back_and_the_name_reaches_the_people(mona, acme, ann, take_back):
    changed = change(acme, mona, name="Bright Smiles", industry="Dentists")
    assert company_of(ann) == "bright smiles"
    undone = take_back(changed)
    assert (acme.name, acme.name_key, acme.industry_key, company_of(ann)) == ("Acme", "acme", "", "acme")
    assert (changed.about, changed.people, undone.records, kept(undone)) == ("company", 0, 1, [])
    assert [(line.title, line.name, line.old, line.new) for line in record_lines_of(changed)] == [
        ("Acme", "Name", "Acme", "Bright Smiles"),
        ("Acme", "Industry", "", "Dentists"),
    ]
    take_back(undone)
    assert (acme.name, acme.industry_key, company_of(ann)) == ("Bright Smiles", "dentists", "bright smiles")


def test_what_changes_nothing_is_no_deed(mona, acme):
    assert change(acme, mona) is None


def test_what_was_edited_since_stays_and_its_country_with_it(mona, acme, take_back):
    moved = change(acme, mona, city="Berlin", country="DE", state="")
    change(acme, mona, state="DE-BE")
    assert kept(take_back(moved)) == [
        ("country", "Country and state would no longer fit together."),
        ("state", "Edited since."),
    ]
    assert (acme.city, acme.country, acme.state) == ("", "DE", "DE-BE")


def test_a_deleted_company_comes_back_with_its_people(mona, acme, ann, globex, take_back):
    deleted, done = delete_company(acme, globex, **mona)
    assert (done, company_named("Acme"), company_of(ann)) == (True, None, "globex")
    undone = take_back(deleted)
    assert (company_named("Acme"), company_of(ann), kept(undone)) == (acme, "acme", [])
    take_back(undone)
    assert (company_named("Acme"), company_of(ann)) == (None, "globex")


def test_the_question_before_it_counts_the_people_who_return(mona, world, acme, ann, globex):
    deleted, _ = delete_company(acme, globex, **mona)
    found = preview(deleted, reach=lambda ids: within_reach(world.mona, ids))
    assert (found.back, found.kept, [value.new for value in found.records]) == (1, [], [True])


def test_who_moved_on_since_stays_where_they_are(mona, acme, ann, globex, take_back):
    deleted, _ = delete_company(acme, globex, **mona)
    since = open_change_set("edit", "Moved", **mona)
    other = found_company("Initech", **mona)
    change_people({ann: {"company_id": other.id}}, change_set=since, **mona)
    undone = take_back(deleted)
    assert (company_of(ann), kept(undone)) == ("initech", [("company_id", "Edited since.")])
    assert company_named("Acme") is acme


def test_a_company_without_people_comes_back(mona, acme, take_back):
    take_back(delete_company(acme, None, **mona)[0])
    assert company_named("Acme") is acme


def test_a_new_company_goes_unless_somebody_works_there(world, mona, take_back):
    values = {**EMPTY, "name": "Initech"}
    initech, added = add_company(values, **mona)
    undone = take_back(added)
    assert company_named("Initech") is None
    take_back(undone)
    assert company_named("Initech") is initech
    world.person(first="Ann", company="Initech")
    assert kept(take_back(added)) == [("", "Somebody works there. Delete it, which asks where they go.")]
    assert company_named("Initech") is initech


def test_nobody_gets_back_to_a_company_deleted_since(mona, acme, ann, globex, take_back):
    left = open_change_set("edit", "Left", **mona)
    change_people({ann: {"company_id": None}}, change_set=left, **mona)
    delete_company(acme, None, **mona)
    assert kept(take_back(left)) == [("company_id", "The company from before was deleted.")]
    assert load_values([ann])[ann]["company_id"] is None


def test_a_deleted_company_is_erased_after_thirty_days(mona, acme):
    company_id = acme.id
    delete_company(acme, None, **mona)
    erase_hidden(now=NOW + 29 * DAY)
    assert db.session.scalar(select(Company.id).where(Company.id == company_id)) == company_id
    erase_hidden(now=NOW + 31 * DAY)
    assert db.session.scalar(select(Company.id).where(Company.id == company_id)) is None
