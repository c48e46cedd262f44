"""Adding somebody by hand."""

import re

import pytest
from sqlalchemy import select

from webapp.activity.models import ChangeSet, Event
from webapp.companies.models import Company
from webapp.db import db
from webapp.people.models import Person, PersonEmail, PersonPhone
from webapp.users.own_company import OwnCompany

NEW = {
    "first": "Grace",
    "last": "Okonkwo",
    "email": "Grace@Example.com",
    "phone": "(916) 555-0199",
    "company": "Harbour Street Clinic",
    "kind": "lead",
    "source": "Fair",
}


def grace() -> Person | None:
    return db.session.scalar(select(Person).where(Person.name == "Grace Okonkwo"))


def test_somebody_new_stands_first_in_the_list(world, admin):
    answer = admin.post("/people/new", NEW)
    person = grace()
    assert answer.location == f"/people?sort=-created&fresh={person.id}"
    assert (person.kind, person.status_id, person.office_id) == ("lead", world.new, world.boston)
    assert (person.source, person.owner_id) == ("Fair", None)
    assert db.session.get(Company, person.company_id).name == "Harbour Street Clinic"
    assert (
        db.session.scalar(select(PersonEmail.shown).where(PersonEmail.person_id == person.id)) == NEW["email"]
    )
    assert (
        db.session.scalar(select(PersonPhone.norm).where(PersonPhone.person_id == person.id))
        == "+19165550199"
    )
    page = admin.get(answer.location).get_data(as_text=True)
    assert page.index("is-fresh") < page.index("Grace Okonkwo") < page.index("Henrik Vaas")
    assert "Grace Okonkwo was added." in page


def test_adding_somebody_can_be_taken_back(admin):
    admin.post("/people/new", NEW)
    change_set = db.session.scalar(select(ChangeSet).order_by(ChangeSet.id.desc()))
    assert (change_set.kind, change_set.title, change_set.people) == ("create", "Added somebody", 1)
    assert db.session.scalar(select(Event.kind).where(Event.person_id == grace().id)) == "created"
    undo = re.search(r'action="(/changes/\d+/undo)"', admin.get("/people").text)[1]
    admin.post(undo)
    assert "Grace Okonkwo" not in admin.get("/people").text.partition("<table")[2]


def test_an_adviser_owns_whom_they_add_and_so_sees_them(world, adviser):
    adviser.post("/people/new", NEW)
    assert grace().owner_id == world.priya.id
    assert "Grace Okonkwo" in adviser.get("/people").get_data(as_text=True)


def test_the_form_acts_once_however_often_it_is_sent(admin):
    first = admin.post("/people/new", NEW | {"request_key": "abc"})
    again = admin.post("/people/new", NEW | {"request_key": "abc"})
    assert first.location == again.location
    assert db.session.query(Person).filter(Person.name == "Grace Okonkwo").count() == 1


def test_whoever_adds_several_gets_an_empty_dialog_again(admin):
    answer = admin.part("post", "/people/new", NEW | {"another": "1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<dialog" in page
    assert "Grace Okonkwo was added." in page
    assert NEW["phone"] not in page
    assert admin.post("/people/new", NEW | {"another": "1"}).location == "/people/new"


def test_contacts_are_added_by_the_name_that_the_company_gave_them(admin):
    db.session.get_one(OwnCompany, 1).labels = {"contact": ["Patient", "Patients"]}
    db.session.commit()
    assert "Add patient" in admin.get("/people").get_data(as_text=True)
    assert "Add patient" in admin.part("get", "/people/new").get_data(as_text=True)


def test_taking_back_an_addition_says_that_the_new_go_to_the_trash(admin):
    admin.post("/people/new", NEW)
    change_set_id = db.session.scalar(select(ChangeSet.id).where(ChangeSet.title == "Added somebody"))
    assert "goes to the trash" in admin.get(f"/changes/{change_set_id}/undo").get_data(as_text=True)


def test_the_empty_dialog_adds_the_next_one_too(admin):
    first = admin.part("post", "/people/new", NEW | {"another": "1", "request_key": "abc"})
    key = re.search(r'name="request_key" value="([^"]+)"', first.get_data(as_text=True))[1]
    admin.part(
        "post", "/people/new", {"first": "Pavel", "kind": "contact", "another": "1", "request_key": key}
    )
    assert db.session.query(Person).filter(Person.name == "Pavel").count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"first": "", "last": "", "company": ""}, "Enter a first or last name, or a company."),
        ({"email": "grace@"}, "is not an e-mail address"),
        ({"phone": "12"}, "12"),
        ({"first": "x" * 201}, "Use at most 200 characters."),
        ({"last": "a\x07b"}, "a character that cannot be kept"),
        ({"kind": "friend"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(admin, wrong, sentence):
    answer = admin.post("/people/new", NEW | wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Fair"' in page
    assert grace() is None


def test_a_viewer_cannot_add_anybody(read_only):
    assert read_only.get("/people/new").status_code == 403
    assert read_only.post("/people/new", NEW).status_code == 403
    assert "/people/new" not in read_only.get("/people").get_data(as_text=True)


def test_a_company_alone_is_enough(admin):
    admin.post("/people/new", {"company": "Sable & Finch", "kind": "contact"})
    assert (
        db.session.scalar(select(Person.name).where(Person.first == "", Person.company_key != "")) is not None
    )


@pytest.mark.parametrize(
    "typed",
    [{"email": "DANA@example.com"}, {"phone": "+1 916 555 0142"}, {"first": "dana", "last": "WHITFIELD"}],
)
def test_whoever_may_be_the_same_shows_while_one_types(admin, outsider, typed):
    assert "Dana Whitfield" in admin.part("get", "/people/new/alike", query_string=typed).get_data(
        as_text=True
    )
    assert "Dana" not in outsider.part("get", "/people/new/alike", query_string=typed).get_data(as_text=True)


def test_half_typed_addresses_are_no_error(admin):
    typed = {"email": "dana@", "phone": "12", "first": "x" * 5000}
    assert admin.part("get", "/people/new/alike", query_string=typed).status_code == 200


def test_companies_are_offered_while_one_types(admin):
    page = admin.part("get", "/people/new/companies?company=whit").get_data(as_text=True)
    assert 'value="Whitfield Family Dental"' in page
    assert admin.part("get", "/people/new/companies?company=").get_data(as_text=True).strip() == ""
