"""Pipelines and their stages as an administrator makes and orders them."""

from sqlalchemy import select

from webapp.db import db, key
from webapp.db.ordering import put_in_order
from webapp.pipelines.changing import change
from webapp.pipelines.ending import refuse_retired
from webapp.pipelines.models import Pipeline, Stage
from webapp.pipelines.naming import BadStanding, checked_name, refuse_taken
from webapp.pipelines.stages import add_pipeline, add_stage, stages_of
from webapp.users.viewer import Viewer

MOST_STAGES = 30
"""A board with more columns serves nobody."""


def standing_pipelines() -> list[Pipeline]:
    """Every pipeline in its order."""
    rows = select(Pipeline).where(Pipeline.retired_at.is_(None))
    return list(db.session.scalars(rows.order_by(Pipeline.position, Pipeline.id)))


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
    refuse_retired(pipeline)
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
