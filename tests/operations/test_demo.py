from itertools import islice

import pytest
from sqlalchemy import func, select

from tests.world import NOW
from webapp.companies.models import Company
from webapp.db import counters, db, key
from webapp.fields import custom_values
from webapp.groups.naming import tree
from webapp.operations.demo.filling import add_cast, fill, people_so_far
from webapp.operations.demo.inventing import YEAR, Invented, Inventor
from webapp.operations.demo.names import AWKWARD
from webapp.operations.demo.sections import field_keys
from webapp.operations.first_run import AlreadySetUp
from webapp.people.counting import wrong_counters
from webapp.people.models import Person, PersonEmail, PersonPhone, Touch
from webapp.smart_groups.models import SmartGroup
from webapp.users.passwords import matches
from webapp.users.user import active_users, user_with_email

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def ten_thousand() -> list[Invented]:
    """The people of `muster demo`, as `make demo` asks for them."""
    return list(Inventor(1, NOW).people(10_000))


@pytest.fixture
def sign_ins(app):
    found = add_cast(now=NOW)
    db.session.commit()
    return found


def fill_up(people: int, seed: int = 1) -> None:
    for _ in fill(people, seed=seed, by=active_users()[0].as_viewer(), now=NOW):
        db.session.commit()


def test_the_same_seed_invents_the_same_people():
    assert list(Inventor(7, NOW).people(50)) == list(Inventor(7, NOW).people(50))
    assert list(Inventor(7, NOW).people(50)) != list(Inventor(8, NOW).people(50))


def test_nobody_invented_can_be_reached(ten_thousand):
    for person in ten_thousand:
        assert all(norm.endswith("example.com") for _, norm in person.values["emails"])
        assert all(norm[5:8] == "555" for _, norm in person.values["phones"])


def test_the_first_page_of_ten_thousand_looks_like_a_company_and_the_rest_has_every_awkward_name(
    ten_thousand,
):
    names = [(p.values["first"], p.values["last"]) for p in ten_thousand]
    first_page = sorted((key(" ".join(name)), name) for name in names if any(name))[:50]
    assert not {name for _, name in first_page} & set(AWKWARD)
    assert all(name_key[0].isalpha() for name_key, _ in first_page)
    assert len({first for _, (first, _) in first_page}) >= 4
    assert set(AWKWARD) <= set(names)


def test_about_four_in_ten_had_a_touch_within_the_year(ten_thousand):
    touched = sum(any(touch.at > NOW - YEAR for touch in person.touches) for person in ten_thousand)
    assert 0.37 < touched / len(ten_thousand) < 0.43


def test_no_touch_is_before_the_person_was_added_or_in_the_future(ten_thousand):
    for person in ten_thousand:
        assert all(person.created_at <= touch.at < NOW for touch in person.touches)


def test_there_is_a_user_of_each_role_in_three_offices_and_their_passwords_work(sign_ins):
    assert {s.role for s in sign_ins} == {"Administrator", "Coordinator", "Adviser", "Viewer"}
    assert len({s.office for s in sign_ins}) == 3
    assert len({s.password for s in sign_ins}) == len(sign_ins)
    for sign_in in sign_ins[:2]:
        assert matches(user_with_email(sign_in.email).password_hash, sign_in.password)


def test_the_cast_is_added_once(sign_ins):
    with pytest.raises(AlreadySetUp):
        add_cast(now=NOW)


def test_filling_adds_whole_people(sign_ins):
    fill_up(150)
    invented = list(islice(Inventor(1, NOW).people(150), 150))
    assert people_so_far() == 150
    assert wrong_counters() == {}
    for model, number in (
        (PersonEmail, sum(len(p.values["emails"]) for p in invented)),
        (PersonPhone, sum(len(p.values["phones"]) for p in invented)),
        (Touch, sum(len(p.touches) for p in invented)),
        (Company, len({p.company for p in invented} - {""})),
    ):
        assert db.session.scalar(select(func.count()).select_from(model)) == number
    last = db.session.scalars(select(Person).order_by(Person.id.desc()).limit(1)).one()
    assert last.created_at == invented[-1].created_at
    assert last.last_contact_at == max((t.at for t in invented[-1].touches), default=0)


@on_sqlite
def test_some_have_values_in_the_sections_that_the_company_made(sign_ins):
    fill_up(200)
    risk = field_keys()["Compliance › Risk"]
    values = custom_values.read(db.session.scalars(select(Person.id)).all())
    expected = sum("Compliance › Risk" in p.own_fields for p in Inventor(1, NOW).people(200))
    assert sum(risk in own for own in values.values()) == expected > 0


@on_sqlite
def test_only_who_may_edit_people_owns_any(sign_ins):
    fill_up(100)
    vera = user_with_email("vera@example.com")
    owners = set(db.session.scalars(select(Person.owner_id)))
    assert vera.id not in owners
    assert len(owners - {None}) == len(sign_ins) - 1


@on_sqlite
def test_what_was_filled_half_is_continued_with_the_same_people(sign_ins):
    fill_up(60)
    fill_up(100)
    fill_up(100)
    names = db.session.scalars(select(Person.name).order_by(Person.id)).all()
    expected = [
        " ".join(filter(None, (p.values["first"], p.values["last"]))) or p.company
        for p in Inventor(1, NOW).people(100)
    ]
    assert names == expected


@on_sqlite
def test_people_are_in_a_believable_tree_of_groups(sign_ins):
    fill_up(600)
    below, names = counters.read("group_under"), {node.id: node.name for node in tree().by_id.values()}
    people = {names[group_id]: number for group_id, number in below.items()}
    assert people["Newsletter"] > people["English"] > people["Travel"] > people["Italy"] > 0
    assert [node.name for node in tree().by_id.values() if node.archived] == ["Summer raffle 2024"]
    assert db.session.scalar(select(func.count()).select_from(SmartGroup)) == 2
    assert wrong_counters() == {}
