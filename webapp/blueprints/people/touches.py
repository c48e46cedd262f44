"""Touches of a person: log what was done, correct it, take it back."""

from flask import Blueprint, request
from flask_login import current_user

from webapp import clock, context, htmx, once
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.blueprints.people.forms import LogForm, TouchForm
from webapp.blueprints.people.person_page.answers import ask, changed
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.db import db
from webapp.formatting import day, moment
from webapp.people import touches
from webapp.people.models import Touch
from webapp.people.next_steps import plan_next_step
from webapp.users.permission import Permission

bp = Blueprint("person_touches", __name__, url_prefix="/people/<int:person_id>/touches")
LONGEST_NUMBER = 60


@bp.get("/new")
@allowed_to(Permission.EDIT_PEOPLE)
def new(person_id: int):
    """The form for a touch just now; `kind` says which is chosen, `number` what is being called."""
    page = PersonPage(load_record(person_id, for_user=current_user))
    kind, number = request.args.get("kind", "call"), request.args.get("number", "")[:LONGEST_NUMBER]
    details = {"kind": kind if kind in touches.KINDS else "call", "at": _this_minute(), "number": number}
    return _show_new(page, _log_form(formdata=None, data=details))


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def create(person_id: int):
    page = PersonPage(load_record(person_id, for_user=current_user))
    if there := once.repeated(page.to()):
        return htmx.go_to(there)
    form = _log_form()
    if not form.validate():
        db.session.rollback()
        return _show_new(page, form, 422)
    details, step, now = form.details, form.next_step, clock.now()
    noun = touches.KINDS[details.kind].noun
    sentence = f"{noun.capitalize()} with {page.record.given_name} logged."
    change_set = open_change_set("touch", f"Logged a {noun}", by=current_user, now=now)
    touch = touches.log_touch(person_id, details, by=current_user, now=now, change_set=change_set)
    if step:
        plan_next_step(touch, step, by=current_user, now=now, change_set=change_set)
        sentence += f" Today reminds you on {day(step.day)}."
    once.led_to(page.to())
    db.session.commit()
    return changed(person_id, sentence, change_set)


@bp.get("/<int:touch_id>/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit(person_id: int, touch_id: int):
    page = PersonPage(load_record(person_id, for_user=current_user))
    touch = _load(person_id, touch_id)
    return _show_edit(page, touch, _form(formdata=None, obj=touch).show(touch))


@bp.post("/<int:touch_id>")
@allowed_to(Permission.EDIT_PEOPLE)
def update(person_id: int, touch_id: int):
    page = PersonPage(load_record(person_id, for_user=current_user))
    touch = _load(person_id, touch_id)
    form = _form()
    if not form.validate():
        return _show_edit(page, touch, form, status=422)
    now = clock.now()
    change_set = open_change_set("touch", "Corrected a touch", by=current_user, now=now)
    try:
        touches.change_touch(
            touch, form.details, seen=form.seen_details, by=current_user, now=now, change_set=change_set
        )
    except touches.TouchConflict as conflict:
        db.session.rollback()
        db.session.refresh(touch)
        theirs = {
            form[name].label.text: _in_words(name, value) for name, (value, _) in conflict.values.items()
        }
        return _show_edit(page, touch, form.show(touch), theirs=theirs, status=409)
    db.session.commit()
    return changed(person_id, "Corrected.", change_set)


@bp.post("/<int:touch_id>/delete")
@allowed_to(Permission.EDIT_PEOPLE)
def delete(person_id: int, touch_id: int):
    load_record(person_id, for_user=current_user)
    touch, now = _load(person_id, touch_id), clock.now()
    noun = touches.KINDS[touch.kind].noun
    change_set = open_change_set("touch", f"Deleted a {noun}", by=current_user, now=now)
    touches.delete_touch(touch, by=current_user, now=now, change_set=change_set)
    db.session.commit()
    return changed(person_id, f"{noun.capitalize()} deleted.", change_set)


def _load(person_id: int, touch_id: int) -> Touch:
    """Locked where the request may change it."""
    lock = request.method == "POST"
    return load_or_404(touches.touch_of(person_id, touch_id, lock=lock))


def _this_minute() -> int:
    return clock.now() // 60 * 60


def _log_form(**options) -> LogForm:
    return LogForm(asker=context.the_asker(), **options)


def _form(**options) -> TouchForm:
    return TouchForm(zone=context.the_company().time_zone, now=clock.now(), **options)


def _show_new(page: PersonPage, form: TouchForm, status: int = 200):
    title = f"What happened with {page.record.given_name}?"
    part = "people/_touch_form.html"
    return ask(title, part, page, form=form, action="/touches", submit="Log it", status=status)


def _show_edit(page: PersonPage, touch: Touch, form: TouchForm, *, theirs=None, status: int = 200):
    return ask(
        "Correct it",
        "people/_touch_form.html",
        page,
        form=form,
        theirs=theirs,
        action=f"/touches/{touch.id}",
        submit="Save",
        deeds=[(f"/touches/{touch.id}/delete", "Delete")],
        status=status,
    )


def _in_words(name: str, value: object) -> str:
    """A detail that somebody else changed, as the form's sentence says it."""
    if name == "at":
        return moment(value, context.the_company().time_zone)
    if name == "kind":
        return touches.KINDS[value].noun
    return f"{value:g} minutes" if name == "minutes" and value is not None else str(value or "nothing")
