"""Deleting a selection, copying it, freezing it to a list and letting it live again."""

from flask import Blueprint, abort

from webapp import auth, clock, context, htmx
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.selections.loading import load_selection, load_to_change
from webapp.criteria.errors import CriteriaError
from webapp.db import db
from webapp.once import led_to, repeated
from webapp.selecting import keeping
from webapp.selecting.freezing import freeze, hold_the_same, make_live
from webapp.selecting.keeping import BadSelection
from webapp.toasts import say

bp = Blueprint("selection_keeping", __name__, url_prefix="/selections/<int:selection_id>")


@bp.post("/deletion")
@allowed_to()
def destroy(selection_id: int):
    selection = load_to_change(selection_id)
    change_set = keeping.delete_selection(selection, by=auth.viewer(), now=clock.now())
    db.session.commit()
    say(f"The selection “{selection.name}” is deleted.", change_set=change_set)
    return htmx.go_to("/selections")


@bp.post("/copies")
@allowed_to()
def copy(selection_id: int):
    if there := repeated("/selections"):
        return htmx.go_to(there)
    original, by, now = load_selection(selection_id), auth.viewer(), clock.now()
    try:
        copied, change_set = keeping.copy(original, by=by, now=now)
    except BadSelection as refusal:
        abort(422, str(refusal))
    if original.frozen_at is not None:
        hold_the_same(copied, original, context.the_asker())
    path = led_to(f"/selections/{copied.id}")
    db.session.commit()
    say(f"Copied as “{copied.name}”, which only you see.", change_set=change_set)
    return htmx.go_to(path)


@bp.post("/freezing")
@allowed_to()
def create_list(selection_id: int):
    selection = load_to_change(selection_id)
    try:
        people = freeze(selection, context.the_asker())
    except CriteriaError as error:
        abort(422, f"It cannot be frozen: {error}")
    db.session.commit()
    words = f"{people:,} {context.the_company().labels.person.of(people)}"
    say(f"“{selection.name}” is frozen: {words}, whatever becomes of them.")
    return htmx.go_to(f"/selections/{selection_id}")


@bp.post("/freezing/end")
@allowed_to()
def destroy_list(selection_id: int):
    selection = load_to_change(selection_id)
    make_live(selection, now=clock.now())
    db.session.commit()
    say(f"“{selection.name}” follows its criteria again.")
    return htmx.go_to(f"/selections/{selection_id}")
