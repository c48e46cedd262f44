"""Deleting a status, stage or pipeline, whose people go elsewhere; for the latter two, asking where to."""

from collections.abc import Callable

from flask import abort, request
from flask_login import current_user

from webapp import auth, clock, htmx
from webapp.activity.models import ChangeSet
from webapp.blueprints.loaders import load
from webapp.db import db
from webapp.people.following import people_of
from webapp.pipelines.models import Stage
from webapp.pipelines.naming import BadStanding
from webapp.pipelines.stages import pipelines
from webapp.toasts import say

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


def delete(kind: str, row, into, verb: Callable[..., tuple[ChangeSet, bool]], *, page: str, noted: str = ""):
    """Let `verb` delete the row of that kind, its people going to `into`, and go to `page`.

    `noted` is what the audit log says of it instead of its name. Many people are moved by a job.
    """
    name = row.name
    try:
        change_set, done = verb(row, into, by=current_user, now=clock.now())
    except BadStanding as refusal:
        abort(422, str(refusal))
    auth.note(f"{kind} deleted", noted or name)
    db.session.commit()
    more = "" if done else " Its people are moved in a moment."
    say(f"“{name}” is deleted.{more}", change_set=change_set)
    return htmx.go_to(page)
