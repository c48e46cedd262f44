"""The stage of a person, chosen in the list and on their page."""

import csv
import io
import re
from datetime import date

import pytest
from sqlalchemy import select

from webapp.db import db
from webapp.people.counting import wrong_counters
from webapp.people.models import Person
from webapp.pipelines.ending import delete_stage
from webapp.pipelines.models import Stage
from webapp.pipelines.stages import pipelines

DAY = date(2026, 12, 31).toordinal()
BAD = ["x", "-1", "0", "999999", "9223372036854775808", "'", "x" * 100_000]


@pytest.fixture
def stage(world):
    """stage('Won') is its id."""
    return {stage.name: stage.id for stage in pipelines().stages.values()}.get


@pytest.fixture
def now_in(world):
    """now_in() is the id of Dana's stage in the database."""

    def now_in():
        db.session.rollback()
        return db.session.scalar(select(Person.stage_id).where(Person.id == world.people["dana"]))

    return now_in


def test_a_stage_is_chosen_and_taken_back(admin, stage, dana, now_in):
    assert admin.post(f"{dana}/stage", {"value": stage("Meeting"), "seen": ""}).status_code == 303
    assert now_in() == stage("Meeting")
    admin.post(re.search(r'action="(/changes/\d+/undo)"', admin.get(dana).text)[1])
    assert now_in() is None
    assert wrong_counters() == {}


def test_the_menu_names_every_pipeline_s_stages_and_what_was_seen(admin, stage, dana):
    admin.post(f"{dana}/stage", {"value": stage("Won")})
    menu = admin.part("get", f"{dana}/stage/edit?at=list").text
    assert f'name="seen" value="{stage("Won")}"' in menu
    assert 'value="list"' in menu
    assert menu.count('name="value"') == 7
    assert f'value="{stage("Won")}" aria-current="true"' in menu
    assert "<html" in admin.get(f"{dana}/stage/edit").text
    assert admin.get(f"{dana}/status/edit").text.count('name="value"') == 6


def test_in_the_list_the_cell_shows_what_was_chosen(admin, stage, world, dana):
    assert f'id="stage-{world.people["dana"]}"' in admin.get("/people").text
    answer = admin.part("post", f"{dana}/stage", {"value": stage("Won"), "seen": "", "at": "list"}).text
    assert f'hx-target="#stage-{world.people["dana"]}"' in answer
    assert "Won" in answer
    assert "/undo" in answer
    answer = admin.part("post", f"{dana}/stage", {"value": "", "seen": stage("Won"), "at": "list"}).text
    assert "is in no stage now" in answer


def test_another_stage_chosen_meanwhile_is_shown_with_a_choice(admin, adviser, stage, dana, now_in):
    adviser.post(f"{dana}/stage", {"value": stage("Won"), "seen": ""})
    for send in (admin.post, lambda *sent: admin.part("post", *sent)):
        answer = send(f"{dana}/stage", {"value": stage("Lost"), "seen": "", "at": "list"})
        assert answer.status_code == 409
        assert "Keep Won" in answer.text
        assert "Set Lost" in answer.text
    assert now_in() == stage("Won")


def test_what_is_no_stage_or_being_deleted_is_refused(admin, stage, dana, world, now_in):
    won = stage("Won")
    db.session.get(Stage, won).retired_at = 1
    db.session.commit()
    for value in (*BAD, won):
        assert admin.post(f"{dana}/stage", {"value": value}).status_code == 422
    assert admin.post(f"{dana}/stage").status_code == 422
    assert now_in() is None


def test_only_who_sees_and_may_edit_chooses(outsider, read_only, stage, dana, now_in):
    assert outsider.get(f"{dana}/stage/edit").status_code == 404
    assert outsider.post(f"{dana}/stage", {"value": stage("Won")}).status_code == 404
    assert read_only.get(f"{dana}/stage/edit").status_code == 403
    assert read_only.post(f"{dana}/stage", {"value": stage("Won")}).status_code == 403
    assert read_only.delete(f"{dana}/stage").status_code == 405
    assert 'class="pick"' not in read_only.get("/people").text
    assert now_in() is None


def test_people_are_sorted_by_pipeline_and_stage_and_without_one_stand_last(admin, stage, world):
    for first, name in (("Ada", "Won"), ("Bo", "New enquiry"), ("Cy", "Won")):
        world.person(first=first, stage_id=stage(name))
    db.session.commit()

    def order(sort):
        page = admin.get(f"/people?sort={sort}").text
        return re.findall(r"data-row-link><bdi>([^<]*)", page)

    assert order("stage") == ["Bo", "Ada", "Cy", "Dana Whitfield", "Henrik Vaas", "Inês Duarte"]
    assert order("-stage") == ["Ada", "Cy", "Bo", "Dana Whitfield", "Henrik Vaas", "Inês Duarte"]


def test_stage_value_and_expected_day_leave_in_a_file(admin, stage, world):
    world.person(first="Ada", stage_id=stage("Won"), stage_value=120_050, stage_expected=DAY)
    db.session.commit()
    admin.post("/people/columns", {"column": ["stage", "value", "expected"]})
    assert "1,200.50" in admin.get("/people?q=ada").text
    answer = admin.post("/people/export", {"format": "csv", "q": "ada"}).get_data().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(answer))
    assert (row["Stage"], row["Value"], row["Expected"]) == ("Sales/Won", "1200.5", "2026-12-31")


def test_the_stage_of_a_deleted_one_is_gone_from_the_list(admin, stage, world):
    world.person(first="Ada", stage_id=stage("Won"))
    delete_stage(db.session.get(Stage, stage("Won")), None, by=world.mona, now=1)
    db.session.commit()
    assert "Won" not in admin.get("/people?q=ada").text.partition("<tbody")[2]


@pytest.fixture
def in_won(admin, stage, dana):
    """Dana's address; she stands in Won."""
    admin.post(f"{dana}/stage", {"value": stage("Won")})
    return dana


@pytest.fixture
def hoped_for(world):
    """hoped_for() is Dana's value and expected day in the database."""

    def hoped_for():
        db.session.rollback()
        wanted = select(Person.stage_value, Person.stage_expected).where(Person.id == world.people["dana"])
        return tuple(db.session.execute(wanted).one())

    return hoped_for


def test_value_and_expected_day_are_edited_and_leave_with_the_stage(admin, in_won, hoped_for):
    answer = admin.post(f"{in_won}/outlook", {"stage_value": "1,200.50", "stage_expected": "2026-12-31"})
    assert answer.status_code == 303
    assert hoped_for() == (120_050, DAY)
    page = admin.get(in_won).text
    assert "1,200.50" in page
    assert "31 Dec 2026" in page
    assert 'value="1,200.50"' in admin.part("get", f"{in_won}/outlook/edit").text
    admin.post(f"{in_won}/stage", {"value": ""})
    assert hoped_for() == (0, 0)
    assert wrong_counters() == {}


def test_another_value_saved_meanwhile_is_shown(admin, adviser, in_won, hoped_for):
    adviser.post(f"{in_won}/outlook", {"stage_value": "5", "seen": "0 0"})
    answer = admin.part("post", f"{in_won}/outlook", {"stage_value": "7", "seen": "0 0"})
    assert answer.status_code == 409
    assert "<b>5</b> now" in answer.text
    assert 'value="7"' in answer.text
    assert hoped_for() == (500, 0)
    assert admin.part("post", f"{in_won}/outlook", {"stage_value": "7", "seen": "500 0"}).status_code == 200
    assert hoped_for() == (700, 0)


@pytest.mark.parametrize("value", ["-1", "x", "1e99", "nan", "inf", "1,2,3", "9" * 39, "٣", "9" * 10_000])
def test_what_is_no_value_or_day_is_refused_and_kept(admin, in_won, hoped_for, value):
    assert admin.part("post", f"{in_won}/outlook", {"stage_value": value}).status_code == 422
    answer = admin.part("post", f"{in_won}/outlook", {"stage_value": "8", "stage_expected": value})
    assert answer.status_code == 422
    assert 'value="8"' in answer.text
    assert hoped_for() == (0, 0)


def test_nothing_is_hoped_for_outside_the_pipelines_or_by_others(admin, outsider, read_only, dana):
    assert admin.get(f"{dana}/outlook/edit").status_code == 422
    assert admin.post(f"{dana}/outlook", {"stage_value": "5"}).status_code == 422
    assert outsider.post(f"{dana}/outlook", {"stage_value": "5"}).status_code == 404
    assert read_only.post(f"{dana}/outlook", {"stage_value": "5"}).status_code == 403
    assert read_only.delete(f"{dana}/outlook").status_code == 405
