"""Settings › Pipelines: the pipelines, each with its stages."""

from flask import Blueprint, abort, render_template

from webapp import auth, clock, htmx
from webapp.blueprints.loaders import allowed_to, load_standing
from webapp.blueprints.settings.leaving import ask_where, delete, where_to
from webapp.db import counters, db
from webapp.inputs import Form, kept_by, one_line, order_wanted
from webapp.pipelines.arranging import (
    new_pipeline,
    order_pipelines,
    order_stages,
    rename_pipeline,
    standing_pipelines,
)
from webapp.pipelines.ending import delete_pipeline
from webapp.pipelines.models import Pipeline
from webapp.pipelines.naming import BadStanding
from webapp.pipelines.stages import add_first_pipeline, pipelines, stages_of
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("pipelines", __name__, url_prefix="/pipelines")

HERE = "/settings/pipelines"


class PipelineForm(Form):
    name = one_line("Name", missing="Give the pipeline a name.")


@bp.get("")
@allowed_to(Permission.SETTINGS)
def index():
    return _list(PipelineForm())


@bp.post("")
@allowed_to(Permission.SETTINGS)
def create():
    form = PipelineForm()
    if not kept_by(form, BadStanding, lambda: new_pipeline(form.name.data, now=clock.now())):
        return _list(form), 422
    auth.note("pipeline added", form.name.data)
    db.session.commit()
    return htmx.go_to(HERE)


@bp.post("/first")
@allowed_to(Permission.SETTINGS)
def create_first():
    """The pipeline that a new Muster begins with, for one that has none."""
    if standing_pipelines():
        abort(409, "There are pipelines already.")
    pipeline = add_first_pipeline(clock.now())
    auth.note("pipeline added", pipeline.name)
    db.session.commit()
    return htmx.go_to(HERE)


@bp.post("/order")
@allowed_to(Permission.SETTINGS)
def order():
    order_pipelines(order_wanted([row.id for row in standing_pipelines()]))
    db.session.commit()
    return _list(PipelineForm()) if htmx.wants_part() else htmx.go_to(HERE)


@bp.get("/<int:pipeline_id>")
@allowed_to(Permission.SETTINGS)
def edit(pipeline_id: int):
    pipeline = load_standing(Pipeline, pipeline_id)
    form = PipelineForm(obj=pipeline)
    return render_template("settings/pipelines/edit.html", pipeline=pipeline, form=form)


@bp.post("/<int:pipeline_id>")
@allowed_to(Permission.SETTINGS)
def update(pipeline_id: int):
    pipeline, form = load_standing(Pipeline, pipeline_id), PipelineForm()
    before = pipeline.name
    if not kept_by(form, BadStanding, lambda: rename_pipeline(pipeline, form.name.data)):
        return render_template("settings/pipelines/edit.html", pipeline=pipeline, form=form), 422
    auth.note("pipeline renamed", f"{before} → {pipeline.name}")
    db.session.commit()
    say("The pipeline is saved.")
    return htmx.go_to(HERE)


@bp.post("/<int:pipeline_id>/order")
@allowed_to(Permission.SETTINGS)
def order_own(pipeline_id: int):
    pipeline = load_standing(Pipeline, pipeline_id)
    order_stages(pipeline, order_wanted([stage.id for stage in stages_of(pipeline)]))
    db.session.commit()
    return _list(PipelineForm()) if htmx.wants_part() else htmx.go_to(HERE)


@bp.get("/<int:pipeline_id>/deletion")
@allowed_to(Permission.SETTINGS)
def ask(pipeline_id: int):
    pipeline = load_standing(Pipeline, pipeline_id)
    return ask_where("pipeline", pipeline, f"{HERE}/{pipeline.id}/deletion")


@bp.post("/<int:pipeline_id>/deletion")
@allowed_to(Permission.SETTINGS)
def destroy(pipeline_id: int):
    pipeline = load_standing(Pipeline, pipeline_id)
    return delete("pipeline", pipeline, where_to(), delete_pipeline, page=HERE)


def _list(form: PipelineForm) -> str:
    return render_template(
        "settings/pipelines/index.html", form=form, pipelines=pipelines(), people=counters.read("stage")
    )
