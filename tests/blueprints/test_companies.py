"""/companies: the list, one company with its people, and what follows when it changes."""

import re
from threading import Event

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.companies.models import Company
from webapp.companies.naming import company_named
from webapp.db import db
from webapp.jobs.following import let_people_follow
from webapp.people import following
from webapp.people.models import Person, PersonSearch

DETAILS = {
    "website": "acme.example.com",
    "industry": "Tools",
    "country": "DE",
    "state": "Bayern",
    "city": "München",
    "notes": "First line\nSecond line",
}


@pytest.fixture
def dental(world) -> int:
    """The company of Dana, with Uwe in Lisbon and an entry without a name."""
    name = "Whitfield Family Dental"
    world.person(first="Uwe", company=name, office_id=world.lisbon)
    world.person(company=name)
    db.session.commit()
    return company_named(name).id


def fresh(model, *where):
    db.session.rollback()
    return db.session.scalars(select(model).where(*where)).all()


def test_a_company_is_added_and_shown(coordinator):
    answer = coordinator.post("/companies", {"name": "Acme", **DETAILS})
    page = coordinator.get(answer.location).text
    for words in ("Acme", "https://acme.example.com", "Bayern", "Germany", "Second line"):
        assert words in page
    acme = company_named("Acme")
    assert (acme.state, acme.industry_key) == ("DE-BY", "tools")
    assert 'value="Bayern"' in coordinator.get(f"/companies/{acme.id}/edit").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Give it a name"),
        ({"name": "\u200b"}, "Give it a name"),
        ({"website": "no address"}, "is not a web address"),
        ({"country": "US"}, "a state of that country"),
        ({"country": "XX"}, "valid choice"),
        ({"name": "x" * 201}, "at most 200"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(coordinator, wrong, words):
    answer = coordinator.post("/companies", {"name": "Acme", **DETAILS, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Second line" in answer.text
    assert company_named("Acme") is None


def test_one_form_adds_one_company(coordinator):
    for _ in range(2):
        coordinator.post("/companies", {"name": "Acme", "request_key": "abc", "country": ""})
    assert len(fresh(Company, Company.name == "Acme")) == 1


def test_the_list_is_searched_by_the_beginning_of_a_word(adviser, dental, world):
    world.person(company="100% Tools_AG")
    db.session.commit()
    for search, found in (("fam", True), ("whit", True), ("amily", False), ("", True)):
        assert ("Whitfield" in adviser.get(f"/companies?q={search}").text) is found, search
    assert "100% Tools_AG" in adviser.get("/companies?q=100%25").text
    assert "Tools_AG" not in adviser.get("/companies?q=tools%25").text
    assert "Whitfield" not in adviser.get("/companies?q=_").text


def test_pages_of_companies_follow_each_other(adviser, world):
    for number in range(52):
        db.session.add(
            Company(name=f"C{number:02}", name_key=f"c{number:02}", created_at=NOW, changed_at=NOW)
        )
    db.session.commit()
    first = adviser.get("/companies").text
    assert "C49" in first
    assert "C50" not in first
    last = fresh(Company, Company.name == "C49")[0]
    assert "C50" in adviser.get(f"/companies?key=c49&after={last.id}").text
    assert adviser.get("/companies?key=x&after=99999999999999999999").status_code == 200


def test_people_go_through_the_rule(coordinator, outsider, adviser, dental):
    for client, seen, hidden in (
        (coordinator, "Dana", "Uwe"),
        (outsider, "Uwe", "Dana"),
        (adviser, "Dana", "Uwe"),
    ):
        page = client.get(f"/companies/{dental}").text
        assert seen in page
        assert hidden not in page


def test_a_new_name_reaches_the_people(coordinator, dental):
    coordinator.post(f"/companies/{dental}", {"name": "Bright Smiles", "country": ""})
    people = fresh(Person, Person.company_id == dental)
    assert {p.company_key for p in people} == {"bright smiles"}
    assert sorted(p.name for p in people) == ["Bright Smiles", "Dana Whitfield", "Uwe"]
    found = fresh(PersonSearch, PersonSearch.txt.contains(" bright smiles"))
    assert len(found) == 3


def test_many_people_are_renamed_by_a_job(coordinator, dental, monkeypatch):
    monkeypatch.setattr(following, "IN_REQUEST", 1)
    monkeypatch.setattr(following, "AT_ONCE", 1)
    answer = coordinator.post(f"/companies/{dental}", {"name": "Bright Smiles", "country": ""})
    assert "in the background" in coordinator.get(answer.location).text
    stop = Event()
    stop.set()
    let_people_follow(now=NOW, stop=stop)
    let_people_follow(now=NOW, stop=Event())
    assert {p.company_key for p in fresh(Person, Person.company_id == dental)} == {"bright smiles"}
    assert following.waiting(now=NOW) == []


def test_an_empty_company_is_deleted(coordinator):
    coordinator.post("/companies", {"name": "Acme", "country": ""})
    acme = company_named("Acme").id
    assert "Nobody works there" in coordinator.get(f"/companies/{acme}/deletion").text
    coordinator.post(f"/companies/{acme}/deletion")
    assert coordinator.get(f"/companies/{acme}").status_code == 404
    assert fresh(Company, Company.id == acme, Company.hidden == 0) == []


def test_the_people_of_a_deleted_company_move(admin, dental, world):
    world.person(first="Ann", company="Acme")
    db.session.commit()
    assert "3 people work there" in admin.get(f"/companies/{dental}/deletion").text
    answer = admin.post(f"/companies/{dental}/deletion", {"into": "whitfield family DENTAL"})
    assert answer.status_code == 422
    assert "No other company" in answer.text
    admin.post(f"/companies/{dental}/deletion", {"into": "acme"})
    acme = company_named("Acme").id
    people = fresh(Person, Person.company_id == acme)
    assert sorted(p.name for p in people) == ["Acme", "Ann", "Dana Whitfield", "Uwe"]
    assert fresh(Company, Company.id == dental, Company.hidden == 0) == []


def undo_offered(page: str) -> str:
    """Where the toast's Undo posts to."""
    return re.search(r'action="(/changes/\d+/undo)"', page)[1]


def test_each_deed_on_a_company_offers_undo(admin, dental, world):
    world.person(first="Ann", company="Acme")
    db.session.commit()
    admin.post(f"/companies/{dental}", {"name": "Bright Smiles", "country": ""})
    admin.post(undo_offered(admin.get(f"/companies/{dental}").text))
    assert {p.company_key for p in fresh(Person, Person.company_id == dental)} == {"whitfield family dental"}
    assert "Undo brings it back for 30 days." in admin.get(f"/companies/{dental}/deletion").text
    admin.post(f"/companies/{dental}/deletion", {"into": "acme"})
    listed = admin.get("/activity").text
    assert "Deleted the company Whitfield Family Dental, moving its people to Acme" in listed
    admin.post(undo_offered(listed))
    assert len(fresh(Person, Person.company_id == dental)) == 3
    assert admin.get(f"/companies/{dental}").status_code == 200
    answer = admin.post("/companies", {"name": "Initech", "country": ""})
    undone = admin.post(undo_offered(admin.get(answer.location).text))
    assert undone.location == "/activity"
    assert company_named("Initech") is None


def test_people_out_of_sight_keep_their_company(coordinator, dental):
    assert "whom you may not see" in coordinator.get(f"/companies/{dental}/deletion").text
    assert coordinator.post(f"/companies/{dental}/deletion", {"into": "x"}).status_code == 409
    assert len(fresh(Company, Company.id == dental)) == 1


def test_names_are_completed(adviser, dental):
    for name in ("q", "company_id", "into"):
        assert "Whitfield Family Dental" in adviser.get(f"/companies/complete?{name}=whit").text
    assert adviser.get("/companies/complete").text.strip() == ""


def test_who_only_reads_changes_nothing(read_only, dental):
    assert read_only.get(f"/companies/{dental}").status_code == 200
    for path in ("/companies/new", f"/companies/{dental}/edit", f"/companies/{dental}/deletion"):
        assert read_only.get(path).status_code == 403
    for path in ("/companies", f"/companies/{dental}", f"/companies/{dental}/deletion"):
        assert read_only.post(path, {"name": "Mine"}).status_code == 403


def test_other_methods_ids_and_strangers_are_refused(adviser, anybody, dental):
    assert adviser.delete(f"/companies/{dental}").status_code == 405
    for path in (f"/companies/{2**63}", "/companies/999", "/companies/999/edit"):
        assert adviser.get(path).status_code == 404
    assert anybody.get("/companies").location.startswith("/sign-in")
