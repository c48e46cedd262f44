"""Asking what to do with the chosen people, showing what that means, and doing it."""

from flask import Blueprint, abort, render_template, request

from webapp import auth, clock, context, htmx
from webapp.blueprints.bulk.asking import Asked
from webapp.blueprints.bulk.loading import CHANGING, load_question
from webapp.blueprints.loaders import allowed_to
from webapp.bulk.actions import Action
from webapp.bulk.running import MOST_AT_ONCE, TooMany, begin_run, change_at_once, refuse_too_many
from webapp.db import db
from webapp.once import led_to, repeated
from webapp.toasts import say

bp = Blueprint("bulk_actions", __name__, url_prefix="/bulk/<int:choice_id>/<name>")

LOOK_AGAIN = "Some are not there any more since you opened this. Look again, then go on."
SAY_YES = "Tick that all of them are to be changed."
NOBODY_LEFT = "Nobody of those whom you chose is there any more. Load the list again."
DONE = "ticks-done"
"""The event that clears the ticks on the page."""


@bp.get("")
@allowed_to(*CHANGING)
def new(choice_id: int, name: str):
    return _show(_ask(choice_id, name, request.args))


@bp.get("/preview")
@allowed_to(*CHANGING)
def preview(choice_id: int, name: str):
    """What the answers so far would do."""
    return render_template("bulk/_answered.html", asked=_ask(choice_id, name, request.args))


@bp.post("")
@allowed_to(*CHANGING)
def create(choice_id: int, name: str):
    """Do it; with `look` only show what it would do, for those without scripts."""
    asked = _ask(choice_id, name, request.form)
    if "look" in request.form:
        return _show(asked)
    if there := repeated(asked.choice.back):
        return htmx.go_to(there)
    if asked.action is None:
        return _refused(asked, asked.hint, 422)
    if not asked.people:
        abort(409, NOBODY_LEFT)
    if request.form.get("people") != str(asked.people):
        return _refused(asked, LOOK_AGAIN, 409)
    try:
        refuse_too_many(asked.people, auth.viewer())
    except TooMany as refusal:
        abort(422, str(refusal))
    if asked.people <= MOST_AT_ONCE:
        return _change_at_once(asked, asked.action)
    return _begin(asked, asked.action) if request.form.get("yes") else _refused(asked, SAY_YES, 422)


def _change_at_once(asked: Asked, action: Action):
    change_set = change_at_once(asked.choice, action, by=auth.viewer(), now=clock.now())
    if not change_set.people:
        db.session.rollback()
        say("Nobody was changed: they are so already.")
        return _go_back(asked.choice.back)
    _note(action, change_set.people)
    path = led_to(asked.choice.back)
    db.session.commit()
    number = change_set.people
    words = f"{number:,} {context.the_company().labels.person.of(number)}"
    say(action.said(words), change_set=change_set)
    return _go_back(path)


def _begin(asked: Asked, action: Action):
    run = begin_run(asked.choice, action, by=auth.viewer(), now=clock.now())
    _note(action, run.people)
    path = led_to(f"/changes/{run.change_set_id}")
    db.session.commit()
    return _go_back(path)


def _go_back(path: str):
    return htmx.trigger(htmx.go_to(path), DONE)


def _ask(choice_id: int, name: str, answers) -> Asked:
    return Asked(load_question(choice_id, name, answers))


def _refused(asked: Asked, sentence: str, status: int):
    asked.error = sentence
    db.session.rollback()
    return _show(asked), status


def _show(asked: Asked) -> str:
    return htmx.render("bulk/question.html", "bulk/_question.html", asked=asked)


def _note(action: Action, people: int) -> None:
    if action.audited:
        auth.note(action.audited, f"{people} people")
