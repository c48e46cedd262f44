"""/duplicates/differences/1: what a row of an import says of somebody otherwise."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.imports.models import ImportDifference, ImportRun
from webapp.people.models import Person


@pytest.fixture
def path(world):
    """Line 2 of people.csv has Dana in Boston."""
    change_set = open_change_set("import", "Imported people.csv", by=world.mona, now=NOW)
    run = ImportRun(
        by_id=world.mona.id, created_at=NOW, file_name="people.csv", digest="x", headers=[], preview={},
        plan={}, state="done", change_set_id=change_set.id,
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    proposed = {"city": "Boston", "title": "Dentist"}
    db.session.add(ImportDifference(run_id=run.id, person_id=world.people["dana"], line=2, proposed=proposed))
    db.session.commit()
    return f"/duplicates/differences/{db.session.scalar(select(ImportDifference.id))}"


@pytest.fixture
def values(world):
    """values(): Dana's city and job title."""

    def values():
        db.session.rollback()
        own = select(Person.city, Person.title).where(Person.id == world.people["dana"])
        return tuple(db.session.execute(own).one())

    return values


AS_BEFORE = ("Sacramento", "Practice owner")


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_it_stands_on_the_list_with_its_file(adviser, path):
    page = text(adviser.get("/duplicates"))
    assert path in page
    assert "people.csv" in page
    assert "Boston" in text(adviser.get(path))


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        ({"take": "city"}, ("Boston", "Practice owner")),
        ({"take": ["city", "title"]}, ("Boston", "Dentist")),
        ({"take": "city", "all": "take"}, ("Boston", "Dentist")),
    ],
)
def test_what_is_taken_is_taken_over(adviser, path, values, answer, after):
    assert adviser.post(path, answer).status_code == 303
    assert values() == after
    assert adviser.get(path).status_code == 404


@pytest.mark.parametrize("answer", [{}, {"take": "city", "all": "keep"}, {"take": "owner_id"}])
def test_the_rest_stays_and_can_be_asked_again(adviser, path, values, answer):
    assert adviser.post(path, answer).status_code == 303
    assert values() == AS_BEFORE
    assert adviser.post(f"{path}/undo").location == path
    assert adviser.post(f"{path}/undo").status_code == 404
    assert adviser.get(path).status_code == 200


def test_an_outsider_is_not_asked(outsider, path, values):
    assert path not in text(outsider.get("/duplicates"))
    assert outsider.get(path).status_code == 404
    assert outsider.post(path, {"all": "take"}).status_code == 404
    assert outsider.post(f"{path}/undo").status_code == 404
    assert values() == AS_BEFORE


def test_who_only_reads_decides_nothing(read_only, path, values):
    assert read_only.get(path).status_code == 403
    assert read_only.post(path, {"all": "take"}).status_code == 403
    assert read_only.post(f"{path}/undo").status_code == 403
    assert values() == AS_BEFORE


def test_other_methods_are_refused(adviser, path):
    assert adviser.delete(path).status_code == 405
    assert adviser.get(f"{path}/undo").status_code == 405
