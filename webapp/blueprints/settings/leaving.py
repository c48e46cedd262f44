"""The question where the people of a stage or pipeline go that is deleted."""

from flask import request

from webapp import htmx
from webapp.blueprints.loaders import load
from webapp.people.following import people_of
from webapp.pipelines.models import Stage
from webapp.pipelines.stages import pipelines

NOWHERE = "none"


def ask_where(kind: str, row, action: str):
    """The question, posted to `action`; `row` is the stage or pipeline of that kind."""
    places = [
        (pipeline.name, stages)
        for pipeline in pipelines()
        if (kind, row.id) != ("pipeline", pipeline.id)
        and (stages := [stage for stage in pipeline.stages if (kind, row.id) != ("stage", stage.id)])
    ]
    return htmx.render(
        "settings/pipelines/delete.html",
        "settings/pipelines/_delete.html",
        kind=kind,
        name=row.name,
        action=action,
        places=places,
        people=people_of(kind, row.id),
    )


def where_to() -> int | None:
    """The stage that was answered, None for no stage; 404 if there is none such."""
    if request.form.get("into") == NOWHERE:
        return None
    return load(Stage, request.form.get("into", 0, type=int)).id
