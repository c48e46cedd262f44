import pytest
from sqlalchemy import func, select

from webapp.bulk.models import BulkChoice, ChosenPerson
from webapp.db import db
from webapp.people.models import Person
from webapp.people.trashing import TRASHED


def chosen():
    """The ids of the newest choice."""
    choice_id = db.session.scalar(select(func.max(BulkChoice.id)))
    ids = select(ChosenPerson.person_id).where(ChosenPerson.choice_id == choice_id)
    return set(db.session.scalars(ids))


def test_the_ticked_are_fixed_and_the_question_follows(admin, world):
    dana, henrik = world.people["dana"], world.people["henrik"]
    answer = admin.post("/bulk", {"people": [dana, henrik], "action": "tags"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "Change the tags of 2 people" in answer.text
    assert chosen() == {dana, henrik}


def test_those_that_left_the_page_come_as_one_list(admin, world):
    dana, henrik = world.people["dana"], world.people["henrik"]
    admin.post("/bulk", {"people": [str(dana), f"{henrik},"], "action": "tags"})
    assert chosen() == {dana, henrik}


def test_all_that_match_are_those_of_this_moment(admin, world):
    admin.post("/bulk", {"all": "1", "list": "q=city%3ASacramento", "action": "tags"})
    fixed = chosen()
    world.person(first="Late", city="Sacramento")
    db.session.commit()
    assert fixed == chosen() == {world.people["dana"]}


def test_whom_one_does_not_see_is_as_if_there_were_nobody(adviser, world):
    everybody = list(world.people.values())
    answer = adviser.post("/bulk", {"people": everybody, "action": "tags"}, follow_redirects=True)
    assert chosen() == {world.people["dana"]}
    assert "2 of the 3 you chose are not there any more." in answer.text


def test_nobody_left_and_nobody_ticked_are_told_apart(adviser, world):
    hidden, missing = (adviser.post("/bulk", {"people": i}) for i in (world.people["ines"], 999_999))
    assert hidden.status_code == missing.status_code == 422
    assert hidden.text == missing.text
    assert "Tick somebody first." in adviser.post("/bulk").text
    assert db.session.scalar(select(func.count()).select_from(BulkChoice)) == 0


@pytest.mark.parametrize("ticks", [{"all": "1"}, {}])
def test_a_201st_needs_the_permission(adviser, coordinator, crowd, ticks):
    within = adviser.post("/bulk", {"people": crowd[:200], "action": "tags"})
    assert within.status_code == 303
    beyond = adviser.post("/bulk", {"people": crowd, "action": "tags", **ticks})
    assert beyond.status_code == 422
    assert "at most 200 people at a time" in beyond.text
    assert coordinator.post("/bulk", {"people": crowd, "action": "tags", **ticks}).status_code == 303


def test_exporting_is_not_limited(adviser, crowd):
    answer = adviser.post("/bulk", {"people": crowd, "action": "export"}, follow_redirects=True)
    assert "Export 201 people" in answer.text


def test_the_ticked_are_exported_in_the_order_of_the_list(admin, world):
    dana, henrik = world.people["dana"], world.people["henrik"]
    ticked = {"people": [dana, henrik], "list": "sort=-name", "action": "export"}
    address = admin.post("/bulk", ticked).location
    assert "Export 2 people" in admin.get(address).text
    choice = db.session.scalar(select(func.max(BulkChoice.id)))
    file = admin.post("/people/export", {"choice": choice, "sort": "-name", "format": "csv"})
    assert [line.split(",")[0] for line in file.text.splitlines()[1:]] == ["Henrik", "Dana"]


def test_a_choice_is_ones_own(admin, coordinator, world):
    address = admin.post("/bulk", {"people": world.people["dana"]}).location
    assert admin.get(address).status_code == 200
    for path in (address, f"{address}/tags", f"{address}/tags/preview", f"{address}/field/input"):
        assert coordinator.get(path).status_code == 404


def test_without_scripts_the_ticks_lead_to_a_page_of_actions(admin, adviser, world):
    dana = world.people["dana"]
    page = admin.post("/bulk", {"people": dana}, follow_redirects=True)
    assert "What to do with 1 person?" in page.text
    assert "Move to an office" in page.text
    assert "Move to an office" not in adviser.post("/bulk", {"people": dana}, follow_redirects=True).text


def test_the_people_of_a_company_can_be_ticked_on_its_page(admin, read_only, world):
    boxes = f'name="people" value="{world.people["dana"]}" form="bulk"'
    assert boxes in admin.get("/companies/1").text
    assert boxes not in read_only.get("/companies/1").text
    address = admin.post("/bulk", {"people": world.people["dana"], "back": "/companies/1"}).location
    assert 'href="/companies/1">Cancel' in admin.get(f"{address}/tags").text


def test_viewers_choose_nobody(read_only, world):
    assert read_only.post("/bulk", {"people": world.people["dana"]}).status_code == 403
    assert "data-select-row" not in read_only.get("/people").text


def test_a_search_that_cannot_be_understood_chooses_nobody(admin):
    answer = admin.post("/bulk", {"all": "1", "list": "q=nonsense%3A1"})
    assert answer.status_code == 422


@pytest.mark.parametrize("ids", ["x", "-1", "9" * 20, "1e3", "1;2", "\u0661"])
def test_what_is_no_id_ticks_nobody(admin, ids):
    assert admin.post("/bulk", {"people": ids, "action": "tags"}).status_code == 422


def test_ids_by_the_thousand_are_for_select_all(admin):
    answer = admin.post("/bulk", {"people": ",".join(map(str, range(1, 10_002)))})
    assert answer.status_code == 422
    assert "select all that match" in answer.text


def test_the_trashed_cannot_be_chosen(admin, world):
    dana = db.session.get(Person, world.people["dana"])
    dana.hidden = TRASHED
    db.session.commit()
    assert admin.post("/bulk", {"people": dana.id}).status_code == 422
