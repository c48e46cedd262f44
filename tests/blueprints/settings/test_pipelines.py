"""Settings › Pipelines."""

import pytest
from sqlalchemy import delete, select

from webapp.db import db
from webapp.people.counting import wrong_counters
from webapp.people.models import Person
from webapp.pipelines.models import Pipeline, Stage
from webapp.pipelines.stages import pipelines

ROOT = "/settings/pipelines"


@pytest.fixture
def stage(world):
    """stage('Won') is its id."""
    return {stage.name: stage.id for stage in pipelines().stages.values()}.get


@pytest.fixture
def sales(world) -> int:
    return db.session.scalar(select(Pipeline.id))


def names():
    db.session.rollback()
    return {pipeline.name: [stage.name for stage in pipeline.stages] for pipeline in pipelines()}


def test_a_pipeline_and_its_stages_are_added_changed_and_moved(admin, sales):
    admin.post(ROOT, {"name": "Partners"})
    partners = db.session.scalar(select(Pipeline.id).where(Pipeline.name == "Partners"))
    for name in ("Talking", "Signed"):
        assert admin.get(f"{ROOT}/{partners}/stages/new").status_code == 200
        admin.post(f"{ROOT}/{partners}/stages", {"name": name, "hue": "teal"})
    assert names()["Partners"] == ["Talking", "Signed"]
    own = select(Stage.id).where(Stage.pipeline_id == partners).order_by(Stage.id)
    talking, signed = db.session.scalars(own)
    admin.post(f"{ROOT}/{partners}/order", {"move": f"{signed}:-1"})
    admin.post(f"{ROOT}/stages/{talking}", {"name": "Over", "hue": "red", "pauses_reminders": "y"})
    admin.post(f"{ROOT}/{partners}", {"name": "Allies"})
    assert admin.part("post", f"{ROOT}/order", {"order": f"{partners},{sales}"}).status_code == 200
    assert list(names()) == ["Allies", "Sales"]
    assert names()["Allies"] == ["Signed", "Over"]
    page = admin.get(ROOT).text
    assert "relations end here" in page
    for path in (f"{ROOT}/{partners}", f"{ROOT}/stages/{talking}"):
        assert admin.get(path).status_code == 200


@pytest.mark.parametrize("name", ["", "sales", "x" * 61])
def test_what_cannot_be_a_name_is_said_and_kept(admin, sales, name):
    answer = admin.post(ROOT, {"name": name})
    assert answer.status_code == 422
    assert f'value="{name}"' in answer.text
    answer = admin.post(f"{ROOT}/{sales}/stages", {"name": name.replace("sales", "won"), "hue": "gray"})
    assert answer.status_code == 422
    assert len(names()["Sales"]) == 6


def test_the_people_of_a_deleted_stage_are_asked_about_and_move(admin, stage, world):
    ids = [world.person(first=f"W{n}", stage_id=stage("Won"), stage_value=500) for n in range(3)]
    db.session.commit()
    question = admin.get(f"{ROOT}/stages/{stage('Won')}/deletion").text
    assert "3 people stand there" in question
    assert ">Won</option>" not in question
    admin.post(f"{ROOT}/stages/{stage('Won')}/deletion", {"into": stage("Lost")})
    assert "Won" not in names()["Sales"]
    assert set(db.session.scalars(select(Person.stage_id).where(Person.id.in_(ids)))) == {stage("Lost")}
    assert wrong_counters() == {}


def test_a_pipeline_goes_and_its_people_leave(admin, stage, sales, world):
    person_id = world.person(first="W", stage_id=stage("Won"), stage_value=500)
    db.session.commit()
    assert "undo this for 30 days" in admin.get(f"{ROOT}/{sales}/deletion").text
    assert admin.post(f"{ROOT}/{sales}/deletion", {"into": "none"}).status_code == 303
    assert names() == {}
    assert db.session.scalar(select(Person.stage_id).where(Person.id == person_id)) is None
    assert wrong_counters() == {}


def test_without_a_pipeline_the_first_one_is_offered(admin, world):
    db.session.execute(delete(Stage))
    db.session.execute(delete(Pipeline))
    db.session.commit()
    assert "Begin with Sales" in admin.get(ROOT).text
    admin.post(f"{ROOT}/first")
    assert len(names()["Sales"]) == 6
    assert admin.post(f"{ROOT}/first").status_code == 409


def test_where_people_go_must_be_somewhere_else(admin, stage, sales):
    before = names()
    for into in ("", "x", "-1", "999999", str(2**63), "9" * 5_000):
        assert admin.post(f"{ROOT}/stages/{stage('Won')}/deletion", {"into": into}).status_code == 404
    for path, into in ((f"stages/{stage('Won')}", "Won"), (f"{sales}", "Lost")):
        assert admin.post(f"{ROOT}/{path}/deletion", {"into": stage(into)}).status_code == 422
    assert names() == before


def test_who_may_not_set_things_does_not(coordinator, read_only, stage, sales):
    before = names()
    for client in (coordinator, read_only):
        for path in ("", f"/{sales}", f"/{sales}/deletion", f"/stages/{stage('Won')}"):
            assert client.get(ROOT + path).status_code == 403
            assert client.post(ROOT + path, {"name": "Mine", "into": "none"}).status_code == 403
        for path in ("/order", "/first", f"/{sales}/order", f"/{sales}/stages"):
            assert client.post(ROOT + path, {"name": "Mine"}).status_code == 403
    assert names() == before


def test_other_methods_and_ids_are_refused(admin, sales, stage):
    assert admin.delete(f"{ROOT}/{sales}").status_code == 405
    assert admin.delete(f"{ROOT}/stages/{stage('Won')}").status_code == 405
    assert admin.get(f"{ROOT}/{2**63}").status_code == 404
    assert admin.get(f"{ROOT}/stages/{2**63}").status_code == 404
