"""Converting a person to the next kind, and back for a reason."""

from flask import Blueprint, abort, request
from flask_login import current_user

from webapp import clock, context
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.forms import ReasonForm
from webapp.blueprints.people.person_page.answers import ask, changed
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.db import db
from webapp.people import converting
from webapp.users.permission import Permission

bp = Blueprint("person_conversion", __name__, url_prefix="/people/<int:person_id>/conversion")


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def create(person_id: int):
    """Convert to the kind `to`; somebody who already is that far stays as they are."""
    record = load_record(person_id, for_user=current_user)
    to_kind = request.form.get("to", "")
    if to_kind not in converting.CONVERTED:
        abort(422, "Choose what to convert to.")
    word, now = context.the_company().labels.kind(to_kind).a, clock.now()
    change_set = open_change_set("convert", f"Converted to {word}", by=current_user, now=now)
    if not converting.convert([person_id], to_kind, by=current_user, now=now, change_set=change_set):
        db.session.rollback()
        return changed(person_id, f"{record.given_name} is {word} already.")
    db.session.commit()
    return changed(person_id, f"{record.given_name} is {word} now.", change_set)


@bp.get("/back")
@allowed_to(Permission.EDIT_PEOPLE)
def confirm(person_id: int):
    """Why it is taken back."""
    page = PersonPage(load_record(person_id, for_user=current_user))
    return _show(page, ReasonForm(formdata=None))


@bp.post("/back")
@allowed_to(Permission.EDIT_PEOPLE)
def destroy(person_id: int):
    page = PersonPage(load_record(person_id, for_user=current_user))
    form = ReasonForm()
    if not form.validate():
        return _show(page, form, 422)
    now = clock.now()
    change_set = open_change_set("convert", "Took a conversion back", by=current_user, now=now)
    kinds = converting.convert_back(
        [person_id], form.reason.data, by=current_user, now=now, change_set=change_set
    )
    kind = kinds[person_id]
    word = context.the_company().labels.kind(kind).a
    if kind == page.record.kind:
        db.session.rollback()
        return changed(person_id, f"{page.record.given_name} is {word} and was nothing before.")
    db.session.commit()
    return changed(person_id, f"{page.record.given_name} is {word} again.", change_set)


def _show(page: PersonPage, form: ReasonForm, status: int = 200):
    return ask(
        f"Take the conversion of {page.record.given_name} back",
        "people/_reason_form.html",
        page,
        form=form,
        action="/conversion/back",
        submit="Take it back",
        status=status,
    )
