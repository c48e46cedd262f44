"""Erasing a person for good."""

from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask_login import current_user
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from webapp import auth, clock, context, htmx
from webapp.blueprints.loaders import allowed_to, load_person
from webapp.db import db, reading
from webapp.erasing.deed import Found, erase_for_good, find_everything
from webapp.erasing.foreseeing import foresee
from webapp.imports.runs import forget_ended_files
from webapp.inputs import Form, options
from webapp.people.models import Person
from webapp.proof import proven
from webapp.suppressions.keeping import REASONS
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("person_erasing", __name__, url_prefix="/people/<int:person_id>/erasure")

NOT_SURE = "Tick this to say that you know."


class ErasureForm(Form):
    reason = SelectField("Why", choices=lambda: options(REASONS.items()), default="asked")
    sure = BooleanField("I know that nobody can take this back", validators=[InputRequired(NOT_SURE)])


@bp.get("")
@allowed_to(Permission.ERASE_PEOPLE)
def new(person_id: int):
    person = load_person(person_id, for_user=current_user)
    return _page(person, find_everything(person_id), ErasureForm())


@bp.post("")
@allowed_to(Permission.ERASE_PEOPLE)
@proven
def create(person_id: int):
    form = ErasureForm()
    with reading():  # whole tables are looked through, and nobody should wait for that
        person = load_person(person_id, for_user=current_user)
        found = find_everything(person_id)
        if not form.validate():
            return _page(person, found, form), 422
    erasure, files = erase_for_good(found, reason=form.reason.data, by_id=current_user.id, now=clock.now())
    auth.note("person erased for good", f"person {person_id}, erasure {erasure.id}")
    db.session.commit()
    _delete(files)
    say(f"This {context.the_company().labels.person.of(1)} was erased for good.")
    return htmx.go_to("/people")


def _page(person: Person, found: Found, form: ErasureForm) -> str:
    return render_template("people/erase.html", person=person, effect=foresee(person, found), form=form)


def _delete(files: list[Path]) -> None:
    """What lies beside the database; it is gone from there by now."""
    instance = Path(current_app.instance_path)
    for path in files:
        (instance / path).unlink(missing_ok=True)
    forget_ended_files(instance)
