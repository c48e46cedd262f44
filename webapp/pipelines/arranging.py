"""Pipelines and their stages as an administrator makes, orders and deletes them."""

from sqlalchemy import select

from webapp.activity.tracking import open_change_set
from webapp.db import db, key
from webapp.db.ordering import put_in_order
from webapp.people.following import let_follow
from webapp.pipelines.changing import change
from webapp.pipelines.models import Pipeline, Stage
from webapp.pipelines.naming import BadStanding, checked_name, refuse_taken
from webapp.pipelines.stages import add_pipeline, add_stage, standing_stage
from webapp.users.viewer import Viewer

MOST_STAGES = 30
"""A board with more columns serves nobody."""


def standing_pipelines() -> list[Pipeline]:
    """Every pipeline in its order, without those that are being deleted."""
    rows = select(Pipeline).where(Pipeline.retired_at.is_(None))
    return list(db.session.scalars(rows.order_by(Pipeline.position, Pipeline.id)))


def stages_of(pipeline: Pipeline) -> list[Stage]:
    """The stages of a pipeline in their order, without those that are being deleted."""
    rows = select(Stage).where(Stage.pipeline_id == pipeline.id, Stage.retired_at.is_(None))
    return list(db.session.scalars(rows.order_by(Stage.position, Stage.id)))


def new_pipeline(name: str, *, now: int) -> Pipeline:
    """Add a pipeline at the end, without stages; raises BadStanding."""
    return add_pipeline(_free_pipeline_name(name), now=now)


def rename_pipeline(pipeline: Pipeline, name: str) -> None:
    """Give a pipeline another name; raises BadStanding."""
    name = _free_pipeline_name(name, pipeline)
    pipeline.name, pipeline.name_key = name, key(name)
    db.session.flush()


def new_stage(pipeline: Pipeline, *, name: str, hue: str, pauses_reminders: bool, now: int) -> Stage:
    """Add a stage at the end of a pipeline; raises BadStanding."""
    _refuse_retired(pipeline)
    name = _free_stage_name(name, pipeline.id)
    if len(stages_of(pipeline)) >= MOST_STAGES:
        raise BadStanding(f"A pipeline has at most {MOST_STAGES} stages. Use another pipeline for more.")
    return add_stage(pipeline.id, name, now=now, hue=hue, pauses=pauses_reminders)


def change_stage(stage: Stage, *, name: str, hue: str, pauses_reminders: bool, by: Viewer, now: int) -> None:
    """Give a stage another name or colour, or let it pause reminders; raises BadStanding."""
    name = _free_stage_name(name, stage.pipeline_id, stage)
    change(stage, "stage", name=name, hue=hue, pauses_reminders=pauses_reminders, by=by, now=now)


def order_pipelines(ids: list[int]) -> None:
    """Put the pipelines in this order."""
    put_in_order(standing_pipelines(), ids)


def order_stages(pipeline: Pipeline, ids: list[int]) -> None:
    """Put the stages of a pipeline in this order."""
    put_in_order(stages_of(pipeline), ids)


def delete_stage(stage: Stage, into_id: int | None, *, by, now: int) -> bool:
    """Move everybody of a stage to another one, or out of the pipelines (None), and delete it.

    False when a job finishes that. Raises BadStanding.
    """
    _refuse_retired(stage)
    _refuse_as_target(into_id, into_id == stage.id)
    stage.retired_at = now
    change_set = open_change_set("edit", f"Deleted the stage {stage.name}", by=by, now=now)
    return let_follow("stage", stage.id, into_id, by=by, now=now, change_set=change_set)


def delete_pipeline(pipeline: Pipeline, into_id: int | None, *, by, now: int) -> bool:
    """Move everybody of a pipeline to a stage of another one, or out of the pipelines (None), and delete it.

    False when a job finishes that. Raises BadStanding.
    """
    _refuse_retired(pipeline)
    own = stages_of(pipeline)
    _refuse_as_target(into_id, into_id in {stage.id for stage in own})
    pipeline.retired_at = now
    for stage in own:
        stage.retired_at = now
    change_set = open_change_set("edit", f"Deleted the pipeline {pipeline.name}", by=by, now=now)
    return let_follow("pipeline", pipeline.id, into_id, by=by, now=now, change_set=change_set)


def _refuse_as_target(into_id: int | None, is_deleted: bool) -> None:
    if into_id is not None and (is_deleted or standing_stage(into_id) is None):
        raise BadStanding("Choose the stage that its people move to; this one is being deleted.")


def _refuse_retired(row: Pipeline | Stage) -> None:
    if row.retired_at is not None:
        raise BadStanding(f"“{row.name}” is being deleted already.")


def _free_pipeline_name(name: str, pipeline: Pipeline | None = None) -> str:
    name = checked_name(name, "pipeline")
    taken = db.session.scalar(select(Pipeline).where(Pipeline.name_key == key(name)))
    refuse_taken(taken, pipeline, "pipeline")
    return name


def _free_stage_name(name: str, pipeline_id: int, stage: Stage | None = None) -> str:
    name = checked_name(name, "stage")
    taken = select(Stage).where(Stage.pipeline_id == pipeline_id, Stage.name_key == key(name))
    refuse_taken(db.session.scalar(taken), stage, "stage")
    return name
