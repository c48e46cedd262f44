"""How it is taken back that a status, stage or pipeline was deleted."""

from collections.abc import Mapping

from sqlalchemy import exists, select

from webapp.activity.records import STANDS, RecordKind, Values, record_kind
from webapp.activity.retiring import present_of, retire, revive, titled, unretired
from webapp.db import db, key
from webapp.people.models import Conversion, Person
from webapp.pipelines.models import Pipeline, Stage, Status
from webapp.users.permission import Permission

MODELS = {"status": Status, "stage": Stage, "pipeline": Pipeline}


def register() -> None:
    """Let undo bring deleted statuses, stages and pipelines back."""
    for kind in MODELS:
        record_kind(kind, _how(kind))


def _how(kind: str) -> RecordKind:
    model = MODELS[kind]

    def refused(record_id: int, wanted: Values) -> Mapping[str, str]:
        row = db.session.get_one(model, record_id)
        if wanted[STANDS]:
            return {STANDS: f"Another {kind} has its name today."} if _is_taken(row) else {}
        return {STANDS: USED[kind]} if db.session.scalar(select(_is_used(row))) else {}

    def put_back(record_id: int, wanted: Values, *, by, now: int, change_set) -> None:
        row = db.session.get_one(model, record_id)
        revive(row) if wanted[STANDS] else retire(row, now=now)

    return RecordKind(
        permission=Permission.SETTINGS,
        title=titled(model, kind),
        standing=unretired(model),
        present=present_of(model, lambda _row: {}),
        refused=refused,
        put_back=put_back,
        name=str,
        words=lambda _key, value: str(value),
        leans_on=_pipeline_of if kind == "stage" else lambda _record_id, _wanted: {},
    )


USED = {
    "status": "Somebody has it, or had it before converting.",
    "stage": "Somebody stands in it.",
    "pipeline": "A stage of it is there.",
}


def _pipeline_of(stage_id: int, wanted: Values) -> Mapping[str, tuple[str, int]]:
    return {STANDS: ("pipeline", db.session.get_one(Stage, stage_id).pipeline_id)} if wanted[STANDS] else {}


def _is_taken(row: Status | Stage | Pipeline) -> bool:
    model = type(row)
    taken = select(model.id).where(model.name_key == key(row.name))
    if isinstance(row, Stage):
        taken = taken.where(Stage.pipeline_id == row.pipeline_id)
    return db.session.scalar(taken) is not None


def _is_used(row: Status | Stage | Pipeline):
    """People in the trash count: they would come back to it."""
    match row:
        case Status():
            before = exists().where(Conversion.status_before_id == row.id)
            return exists().where(Person.status_id == row.id) | before
        case Stage():
            return exists().where(Person.stage_id == row.id)
        case Pipeline():
            return exists().where(Stage.pipeline_id == row.id, Stage.retired_at.is_(None))
