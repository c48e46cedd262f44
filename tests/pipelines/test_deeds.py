"""Taking back that a status, stage or pipeline was deleted."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.changes.models import KeptRecord
from webapp.changes.previewing import preview
from webapp.changes.record_lines import record_lines_of
from webapp.db import db
from webapp.people.counting import wrong_counters
from webapp.people.editing import change_people
from webapp.people.models import Person
from webapp.people.visible import within_reach
from webapp.pipelines.administering import new_status
from webapp.pipelines.arranging import new_pipeline, new_stage
from webapp.pipelines.ending import (
    KEEP_SECONDS,
    delete_pipeline,
    delete_stage,
    delete_status,
    erase_retired,
)
from webapp.pipelines.models import Pipeline, Stage, Status
from webapp.pipelines.stages import pipelines
from webapp.pipelines.statuses import status_named, statuses

COLOURS = {"hue": "teal", "pauses_reminders": False}


@pytest.fixture
def doing(world):
    """doing.deed is what the verbs take, doing.undo takes back."""
    by = world.mona

    def take_back(change_set):
        db.session.commit()
        return undo_as(change_set, by=by)

    return SimpleNamespace(deed={"by": by, "now": NOW}, undo=take_back)


def stage(name: str) -> Stage:
    return db.session.scalars(select(Stage).where(Stage.name == name)).one()


def names() -> dict[str, list[str]]:
    return {pipeline.name: [own.name for own in pipeline.stages] for pipeline in pipelines()}


def kept(undo_set) -> list[str]:
    return list(db.session.scalars(select(KeptRecord.why).where(KeptRecord.change_set_id == undo_set.id)))


def test_a_stage_comes_back_where_it_stood_with_its_people(world, doing):
    ids = [world.person(first=f"M{n}", stage_id=stage("Meeting").id, stage_value=500) for n in range(2)]
    before = names()
    deleted, _ = delete_stage(stage("Meeting"), stage("Won").id, **doing.deed)
    assert "Meeting" not in names()["Sales"]
    undone = doing.undo(deleted)
    assert names() == before
    assert {db.session.get(Person, i).stage_id for i in ids} == {stage("Meeting").id}
    assert wrong_counters() == {}
    assert [(line.title, line.old, line.new) for line in record_lines_of(deleted)] == [
        ("Stage Meeting", "there", "deleted")
    ]
    doing.undo(undone)
    assert "Meeting" not in names()["Sales"]
    assert {db.session.get(Person, i).stage_id for i in ids} == {stage("Won").id}


def test_a_pipeline_comes_back_with_its_stages_and_their_people(world, doing):
    ids = {name: world.person(first=name, stage_id=stage(name).id) for name in ("Meeting", "Lost")}
    before = names()
    deleted, _ = delete_pipeline(db.session.scalars(select(Pipeline)).one(), None, **doing.deed)
    assert names() == {}
    foreseen = preview(deleted, reach=lambda ids: within_reach(world.mona, ids))
    assert (foreseen.back, foreseen.kept, foreseen.kept_records) == (2, [], [])
    undone = doing.undo(deleted)
    assert names() == before
    assert {name: db.session.get(Person, i).stage_id for name, i in ids.items()} == {
        name: stage(name).id for name in ids
    }
    doing.undo(undone)
    assert names() == {}
    assert wrong_counters() == {}


def test_a_status_comes_back_with_those_whom_nobody_gave_another_one(world, doing):
    dead = status_named("Dead")
    ids = [world.person(first=f"D{n}", status_id=dead.id) for n in range(2)]
    deleted, _ = delete_status(dead, db.session.get_one(Status, world.new), **doing.deed)
    change_set = open_change_set("edit", "Edited", **doing.deed)
    qualified = status_named("Qualified").id
    change_people({ids[0]: {"status_id": qualified}}, **doing.deed, change_set=change_set)
    doing.undo(deleted)
    assert [db.session.get(Person, i).status_id for i in ids] == [qualified, dead.id]
    assert statuses()[-1].name == "Dead"
    assert wrong_counters() == {}


def test_a_name_that_was_given_away_keeps_the_deleted_one_and_its_people_away(world, doing):
    person_id, won = world.person(first="M", stage_id=stage("Meeting").id), stage("Won").id
    deleted, _ = delete_stage(stage("Meeting"), won, **doing.deed)
    new_stage(db.session.scalars(select(Pipeline)).one(), name="MEETING", now=NOW, **COLOURS)
    dead, _ = delete_status(status_named("Dead"), db.session.get_one(Status, world.new), **doing.deed)
    new_status("dead", now=NOW, **COLOURS)
    assert kept(doing.undo(deleted)) == ["Another stage has its name today."]
    assert kept(doing.undo(dead)) == ["Another status has its name today."]
    assert db.session.get(Person, person_id).stage_id == won


def test_a_stage_waits_for_its_pipeline(world, doing):
    deleted, _ = delete_stage(stage("Meeting"), None, **doing.deed)
    gone, _ = delete_pipeline(db.session.scalars(select(Pipeline)).one(), None, **doing.deed)
    new_pipeline("Sales", now=NOW)
    assert kept(doing.undo(deleted)) == ["The pipeline from before was deleted."]
    assert "Another pipeline has its name today." in kept(doing.undo(gone))
    assert names() == {"Sales": []}


def test_what_somebody_came_to_since_is_not_deleted_again(world, doing):
    sales = db.session.scalars(select(Pipeline)).one()
    undone = doing.undo(delete_pipeline(sales, None, **doing.deed)[0])
    world.person(first="W", stage_id=stage("Won").id)
    assert sorted(kept(doing.undo(undone))) == ["A stage of it is there.", "Somebody stands in it."]
    assert names() == {"Sales": ["Won"]}


def test_after_thirty_days_nothing_is_left_of_them(world, doing):
    delete_pipeline(db.session.scalars(select(Pipeline)).one(), None, **doing.deed)
    delete_status(status_named("Dead"), db.session.get_one(Status, world.new), **doing.deed)
    erase_retired(now=NOW + KEEP_SECONDS)
    assert len(db.session.scalars(select(Stage)).all()) == 6
    erase_retired(now=NOW + KEEP_SECONDS + 1)
    for model in (Stage, Pipeline):
        assert db.session.scalars(select(model)).all() == []
    assert status_named("Dead") is None
    assert len(db.session.scalars(select(Status)).all()) == 5
