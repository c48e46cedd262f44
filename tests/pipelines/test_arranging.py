"""Pipelines and stages: their names, their order, and where their people go."""

from threading import Event

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.db import counters, db
from webapp.jobs.following import let_people_follow
from webapp.people import following
from webapp.people.counting import wrong_counters
from webapp.people.editing import load_values
from webapp.people.models import Person
from webapp.people.trashing import move_to_trash
from webapp.pipelines.arranging import (
    MOST_STAGES,
    change_stage,
    new_pipeline,
    new_stage,
    order_pipelines,
    order_stages,
    rename_pipeline,
    standing_pipelines,
)
from webapp.pipelines.ending import delete_pipeline, delete_stage
from webapp.pipelines.models import Pipeline
from webapp.pipelines.naming import BadStanding
from webapp.pipelines.stages import escaped, pipelines, split_path, stages_of
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments
from webapp.segments.models import PersonSegment

COLOURS = {"hue": "teal", "pauses_reminders": False}


@pytest.fixture
def sales(world) -> Pipeline:
    return standing_pipelines()[0]


@pytest.fixture
def stage(sales):
    """stage('Meeting') is that stage of Sales."""
    return lambda name: next(own for own in stages_of(sales) if own.name == name)


def standing_in(world, stage, number=3) -> list[int]:
    values = {"stage_id": stage.id, "stage_value": 1_000, "stage_expected": 738_000}
    return [world.person(first=f"P{n}", **values) for n in range(number)]


def stage_of(person_id):
    return db.session.scalar(select(Person.stage_id).where(Person.id == person_id))


def test_there_is_a_pipeline_from_the_start(sales):
    assert sales.name == "Sales"
    names = [own.name for own in stages_of(sales)]
    assert names == ["New enquiry", "First call", "Meeting", "Proposal", "Won", "Lost"]


def test_rings_fill_along_the_pipeline_and_are_empty_where_relations_end(sales):
    (pipeline,) = pipelines()
    assert [stage.filled for stage in pipeline.stages] == [0, 0.25, 0.5, 0.75, 1, 0]


def test_a_name_is_unique_within_its_pipeline_only(world, sales, stage):
    other = new_pipeline("Partners", now=NOW)
    new_stage(other, name="Meeting", now=NOW, **COLOURS)
    for name in ("meeting", " MEETING ", "", "x" * 61):
        with pytest.raises(BadStanding):
            new_stage(other, name=name, now=NOW, **COLOURS)
    for name in ("sales", "", "x" * 61):
        with pytest.raises(BadStanding):
            rename_pipeline(other, name)
    rename_pipeline(other, "PARTNERS")
    change_stage(stage("Won"), name="WON", **COLOURS, by=world.mona, now=NOW)
    assert stage("WON").hue == "teal"


def test_a_pipeline_has_a_limit_of_stages(sales):
    for number in range(MOST_STAGES - 6):
        new_stage(sales, name=f"S{number}", now=NOW, **COLOURS)
    with pytest.raises(BadStanding, match="at most 30"):
        new_stage(sales, name="One more", now=NOW, **COLOURS)


def test_pipelines_and_stages_stand_in_the_order_they_are_put(sales, stage):
    other = new_pipeline("Partners", now=NOW)
    order_pipelines([other.id])
    order_stages(sales, [stage("Won").id, stage("Lost").id])
    assert [pipeline.name for pipeline in pipelines()] == ["Partners", "Sales"]
    assert [own.name for own in stages_of(sales)][:3] == ["Won", "Lost", "New enquiry"]


def test_the_people_of_a_deleted_stage_move_with_what_is_hoped_for(world, stage):
    ids = standing_in(world, stage("Meeting"))
    gone, into = stage("Meeting").id, stage("Proposal").id
    _, done = delete_stage(stage("Meeting"), into, by=world.mona, now=NOW)
    assert done
    assert {stage_of(i) for i in ids} == {into}
    assert counters.read("stage_value")[into] == 3_000
    assert gone not in pipelines().stages
    assert wrong_counters() == {}
    assert not db.session.scalars(select(ChangeSet.id).where(ChangeSet.ongoing)).all()


def test_people_may_leave_the_pipelines_with_their_stage(world, stage):
    (person_id,) = standing_in(world, stage("Meeting"), 1)
    (trashed,) = standing_in(world, stage("Meeting"), 1)
    change_set = open_change_set("trash", "Trashed", by=world.mona, now=NOW)
    move_to_trash([trashed], by=world.mona, now=NOW, change_set=change_set)
    delete_stage(stage("Meeting"), None, by=world.mona, now=NOW)
    values = load_values([person_id])[person_id]
    assert (values["stage_id"], values["stage_value"], values["stage_expected"]) == (None, 0, 0)
    assert stage_of(trashed) is None
    assert wrong_counters() == {}


def test_a_pipeline_goes_with_all_its_stages(world, sales, stage):
    other = new_pipeline("Partners", now=NOW)
    into = new_stage(other, name="Talking", now=NOW, **COLOURS).id
    ids = [*standing_in(world, stage("Meeting")), *standing_in(world, stage("Lost"))]
    delete_pipeline(sales, into, by=world.mona, now=NOW)
    assert {stage_of(i) for i in ids} == {into}
    assert [pipeline.name for pipeline in pipelines()] == ["Partners"]
    assert [own.name for own in pipelines().stages.values()] == ["Talking"]
    assert wrong_counters() == {}


def test_people_are_only_sent_to_a_stage_that_stays(world, sales, stage):
    with pytest.raises(BadStanding):
        delete_stage(stage("Meeting"), stage("Meeting").id, by=world.mona, now=NOW)
    with pytest.raises(BadStanding):
        delete_stage(stage("Meeting"), 999_999, by=world.mona, now=NOW)
    with pytest.raises(BadStanding):
        delete_pipeline(sales, stage("Won").id, by=world.mona, now=NOW)
    assert len(stages_of(sales)) == 6


def test_what_is_being_deleted_is_shown_named_and_chosen_nowhere(world, sales, stage, monkeypatch):
    monkeypatch.setattr(following, "IN_REQUEST", 1)
    ids = standing_in(world, stage("Meeting"))
    meeting, proposal, won = stage("Meeting"), stage("Proposal"), stage("Won").id
    _, done = delete_stage(meeting, proposal.id, by=world.mona, now=NOW)
    assert not done
    assert meeting.id not in pipelines().stages
    assert pipelines().named("Meeting") == []
    with pytest.raises(BadStanding):
        delete_stage(stage("Won"), meeting.id, by=world.mona, now=NOW)
    with pytest.raises(BadStanding, match="was deleted"):
        delete_stage(meeting, None, by=world.mona, now=NOW)
    new_stage(sales, name="Meeting", now=NOW, **COLOURS)
    # The stage that they are on the way to goes as well, before they have arrived.
    delete_stage(proposal, won, by=world.mona, now=NOW)
    db.session.commit()
    let_people_follow(now=NOW, stop=Event())
    assert {stage_of(i) for i in ids} == {won}
    assert following.waiting(now=NOW) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["a", "a/b", "a\\b", "a\\", "/", "//", "\\/", "a\\\\/b"])
def test_a_path_names_pipeline_and_stage_whatever_they_are_called(engine, name):
    assert split_path(escaped(name)) == [name]
    assert split_path(f"{escaped(name)}/{escaped(name)}") == [name, name]


def test_a_stage_that_begins_to_pause_reminders_stops_its_people_s_clocks(world, stage):
    segment = add_segment(Wanted("Past clients", reminder_days=1), now=NOW)
    (person_id,) = standing_in(world, stage("Meeting"), 1)
    change_set = open_change_set("edit", "Joined", by=world.mona, now=NOW)
    add_to_segments([person_id], [segment.id], by=world.mona, now=NOW, change_set=change_set)
    due = select(PersonSegment.due_at).where(PersonSegment.person_id == person_id)
    assert db.session.scalar(due) is not None
    meeting = stage("Meeting")
    change_stage(meeting, name="Meeting", hue="gray", pauses_reminders=True, by=world.mona, now=NOW)
    assert db.session.scalar(due) is None
