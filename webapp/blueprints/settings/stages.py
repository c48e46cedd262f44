"""Settings › Pipelines: one stage."""

from flask import Blueprint, render_template
from flask_login import current_user
from wtforms import BooleanField

from webapp import auth, clock, htmx
from webapp.blueprints.loaders import allowed_to, load_standing
from webapp.blueprints.settings.leaving import ask_where, delete, where_to
from webapp.db import db
from webapp.inputs import Form, hue, kept_by, one_line
from webapp.pipelines.arranging import change_stage, new_stage
from webapp.pipelines.ending import delete_stage
from webapp.pipelines.models import Pipeline, Stage
from webapp.pipelines.naming import BadStanding
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("stages", __name__, url_prefix="/pipelines")

PIPELINES = "/settings/pipelines"


class StageForm(Form):
    name = one_line("Name", missing="Give the stage a name.")
    hue = hue()
    pauses_reminders = BooleanField("Relations end here")

    @property
    def given(self) -> dict:
        """What the verbs take."""
        return {name: self[name].data for name in ("name", "hue", "pauses_reminders")}


@bp.get("/<int:pipeline_id>/stages/new")
@allowed_to(Permission.SETTINGS)
def new(pipeline_id: int):
    return _new(load_standing(Pipeline, pipeline_id), StageForm())


@bp.post("/<int:pipeline_id>/stages")
@allowed_to(Permission.SETTINGS)
def create(pipeline_id: int):
    pipeline, form = load_standing(Pipeline, pipeline_id), StageForm()
    if not kept_by(form, BadStanding, lambda: new_stage(pipeline, **form.given, now=clock.now())):
        return _new(pipeline, form), 422
    auth.note("stage added", f"{pipeline.name} › {form.name.data}")
    db.session.commit()
    return htmx.go_to(PIPELINES)


@bp.get("/stages/<int:stage_id>")
@allowed_to(Permission.SETTINGS)
def edit(stage_id: int):
    stage = load_standing(Stage, stage_id)
    return render_template("settings/pipelines/stage.html", stage=stage, form=StageForm(obj=stage))


@bp.post("/stages/<int:stage_id>")
@allowed_to(Permission.SETTINGS)
def update(stage_id: int):
    stage, form = load_standing(Stage, stage_id), StageForm()
    before = stage.name

    def change() -> None:
        change_stage(stage, **form.given, by=current_user, now=clock.now())

    if not kept_by(form, BadStanding, change):
        return render_template("settings/pipelines/stage.html", stage=stage, form=form), 422
    auth.note("stage changed", f"{before} → {stage.name}")
    db.session.commit()
    say("The stage is saved.")
    return htmx.go_to(PIPELINES)


@bp.get("/stages/<int:stage_id>/deletion")
@allowed_to(Permission.SETTINGS)
def ask(stage_id: int):
    stage = load_standing(Stage, stage_id)
    return ask_where("stage", stage, f"{PIPELINES}/stages/{stage.id}/deletion")


@bp.post("/stages/<int:stage_id>/deletion")
@allowed_to(Permission.SETTINGS)
def destroy(stage_id: int):
    stage = load_standing(Stage, stage_id)
    return delete("stage", stage, where_to(), delete_stage, page=PIPELINES)


def _new(pipeline: Pipeline, form: StageForm) -> str:
    return render_template("settings/pipelines/new_stage.html", pipeline=pipeline, form=form)
