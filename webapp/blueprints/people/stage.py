"""The stage of a person."""

from flask import Blueprint, abort, request
from flask_login import current_user

from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.person_page.choosing import Group, Option, ask_to_choose, shown_after
from webapp.blueprints.people.person_page.loading import load_record, read_id
from webapp.blueprints.people.person_page.setting import set_value
from webapp.pipelines.stages import pipelines, standing_stage
from webapp.users.permission import Permission

bp = Blueprint("person_stage", __name__, url_prefix="/people/<int:person_id>/stage")


@bp.get("/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit(person_id: int):
    record = load_record(person_id, for_user=current_user)
    groups = [
        Group(
            pipeline.name,
            [Option(stage.id, stage.name, stage.hue, stage.filled) for stage in pipeline.stages],
        )
        for pipeline in pipelines()
    ]
    return ask_to_choose(record, "stage", "stage_id", [*groups, Group("", [Option("", "No stage")])])


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def update(person_id: int):
    record = load_record(person_id, for_user=current_user)
    wanted = request.form.get("value", "x")
    stage = standing_stage(read_id(wanted))
    if stage is None and wanted != "":
        abort(422, "Choose one of the stages; this one was deleted.")
    return set_value(
        record,
        "stage_id",
        stage and stage.id,
        title="Changed the stage",
        sentence=f"{record.name} is in {stage.name} now." if stage else f"{record.name} is in no stage now.",
        shown=shown_after("stage"),
    )
