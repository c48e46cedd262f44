"""Statuses, stages and pipelines that end: their people go elsewhere, and undo may bring them back.

A row stays for 30 days under a name that nobody can type; how it is taken back is in deeds.py.
"""

from sqlalchemy import delete, select

from webapp.activity.models import ChangeSet
from webapp.activity.records import DELETED
from webapp.activity.retiring import retire
from webapp.activity.tracking import note_record, open_change_set
from webapp.db import db
from webapp.people.following import let_follow
from webapp.people.models import Conversion, Person
from webapp.pipelines.models import Pipeline, Stage, Status
from webapp.pipelines.naming import BadStanding
from webapp.pipelines.stages import stages_of, standing_stage

KEEP_SECONDS = 30 * 24 * 3600
"""How long a deleted one can come back by an undo."""


def delete_status(status: Status, into: Status, *, by, now: int) -> tuple[ChangeSet, bool]:
    """Move everybody of a status to another and delete it; the change set, and False when a job goes on.

    Raises BadStanding.
    """
    if status.role:
        raise BadStanding(f"Muster itself sets “{status.name}”, so it stays. It can be renamed.")
    if into.id == status.id or into.retired_at is not None:
        raise BadStanding("Choose the status that its people move to.")
    return _end("status", status, into.id, by=by, now=now)


def delete_stage(stage: Stage, into_id: int | None, *, by, now: int) -> tuple[ChangeSet, bool]:
    """Move everybody of a stage to another one, or out of the pipelines (None), and delete it.

    Otherwise as delete_status.
    """
    refuse_retired(stage)
    _refuse_as_target(into_id, into_id == stage.id)
    return _end("stage", stage, into_id, by=by, now=now)


def delete_pipeline(pipeline: Pipeline, into_id: int | None, *, by, now: int) -> tuple[ChangeSet, bool]:
    """Move everybody of a pipeline to a stage of another one, or out of the pipelines (None), and delete it.

    Otherwise as delete_status.
    """
    refuse_retired(pipeline)
    own = stages_of(pipeline)
    _refuse_as_target(into_id, into_id in {stage.id for stage in own})
    return _end("pipeline", pipeline, into_id, own, by=by, now=now)


def refuse_retired(row: Pipeline | Stage) -> None:
    """Raise BadStanding for one that was deleted."""
    if row.retired_at is not None:
        raise BadStanding(f"“{row.name}” was deleted.")


def erase_retired(*, now: int) -> None:
    """Delete the rows that nobody can bring back any more and that nobody is in, stages before pipelines."""
    before = select(Conversion.id).where(Conversion.status_before_id == Status.id).exists()
    within = select(Stage.id).where(Stage.pipeline_id == Pipeline.id).exists()
    for model, used in (
        (Status, select(Person.id).where(Person.status_id == Status.id).exists() | before),
        (Stage, select(Person.id).where(Person.stage_id == Stage.id).exists()),
        (Pipeline, within),
    ):
        gone = select(model.id).where(model.retired_at < now - KEEP_SECONDS, ~used)
        ids = list(db.session.scalars(gone))
        db.session.execute(delete(model).where(model.id.in_(ids)))


def _end(kind: str, row, into_id: int | None, within=(), *, by, now: int) -> tuple[ChangeSet, bool]:
    """A pipeline comes last, since undo brings back the last one first, on which its stages lean."""
    change_set = open_change_set("edit", f"Deleted the {kind} {row.name}", by=by, now=now, about=kind)
    for each, ending in [*(("stage", stage) for stage in within), (kind, row)]:
        note_record(change_set, each, ending.id, DELETED)
        retire(ending, now=now)
    return change_set, let_follow(kind, row.id, into_id, by=by, now=now, change_set=change_set)


def _refuse_as_target(into_id: int | None, is_deleted: bool) -> None:
    if into_id is not None and (is_deleted or standing_stage(into_id) is None):
        raise BadStanding("Choose the stage that its people move to; this one is being deleted.")
