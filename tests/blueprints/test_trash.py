"""/trash: who may put people there, see them there, and bring them back."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp import clock
from webapp.activity.models import ChangeSet
from webapp.db import db
from webapp.people.models import Person


def hidden(person_id):
    db.session.rollback()
    return bool(db.session.scalar(select(Person.hidden).where(Person.id == person_id)))


@pytest.fixture
def dana(world):
    return world.people["dana"]


def test_somebody_goes_to_the_trash_and_comes_back(adviser, dana):
    answer = adviser.post(f"/people/{dana}/trash")
    assert (answer.location, hidden(dana)) == ("/people", True)
    page = adviser.get("/trash").text
    assert "Dana Whitfield" in page
    assert "is in the trash for 30 days" in page
    assert adviser.post(f"/trash/{dana}/restore").location == "/trash"
    assert not hidden(dana)


def test_the_days_until_somebody_is_erased_count_from_their_beginning(adviser, dana):
    adviser.post(f"/people/{dana}/trash")
    with clock.frozen(NOW + 1):
        assert '"Erased">in 30 d<' in adviser.get("/trash").text


def test_the_trash_leads_back_to_the_list_one_came_from(adviser, dana):
    answer = adviser.post(f"/people/{dana}/trash?from=q%3Ddana%26sort%3Dcity")
    assert answer.location == "/people?q=dana&sort=city"


def test_the_toast_takes_it_back(adviser, dana):
    adviser.post(f"/people/{dana}/trash")
    made = db.session.scalar(select(ChangeSet.id).where(ChangeSet.kind == "trash"))
    adviser.post(f"/changes/{made}/undo")
    assert not hidden(dana)


def test_several_are_restored_at_once(admin, world):
    people = [world.people["dana"], world.people["henrik"]]
    for person_id in people:
        admin.post(f"/people/{person_id}/trash")
    admin.post("/trash/restore", {"people": [*map(str, people), "x", "9" * 30]})
    assert not any(map(hidden, people))


def test_an_outsider_reaches_nobody(admin, outsider, dana):
    assert outsider.post(f"/people/{dana}/trash").status_code == 404
    admin.post(f"/people/{dana}/trash")
    assert "Whitfield" not in outsider.get("/trash").text
    assert outsider.post(f"/trash/{dana}/restore").status_code == 404
    assert outsider.post("/trash/restore", {"people": str(dana)}).status_code == 404
    assert hidden(dana)


def test_who_only_reads_trashes_nobody(read_only, dana):
    assert read_only.get("/trash").status_code == 403
    assert read_only.post(f"/people/{dana}/trash").status_code == 403
    assert read_only.post(f"/trash/{dana}/restore").status_code == 403
    assert not hidden(dana)


def test_other_methods_are_refused(adviser, dana):
    assert adviser.get(f"/people/{dana}/trash").status_code == 405
    assert adviser.get("/trash/restore").status_code == 405
    assert adviser.post("/trash").status_code == 405


def test_without_signing_in_there_is_nothing(anybody, dana):
    assert anybody.get("/trash").location.startswith("/sign-in")


@pytest.mark.parametrize("query", ["before=1", "before=x&person=y", "before=1&person=99999999999999999999"])
def test_odd_addresses_are_harmless(adviser, query):
    assert adviser.get(f"/trash?{query}").status_code == 200
