"""Erasing a person for good."""

from pathlib import Path

from flask import Blueprint, abort, current_app, render_template
from flask_login import current_user
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from webapp import auth, clock, context, htmx
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.db import db, reading
from webapp.duplicates.pairs import pairs_of_person
from webapp.erasing.deed import AlreadyGone, NotTheSame, erase_for_good, find_everything
from webapp.erasing.foreseeing import foresee, named_elsewhere
from webapp.imports.runs import forget_ended_files
from webapp.inputs import Form, options
from webapp.people.models import Person
from webapp.people.visible import whole_person_for
from webapp.proof import proven
from webapp.suppressions.keeping import REASONS
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("person_erasing", __name__, url_prefix="/people/<int:person_id>/erasure")

NOT_SURE = "Tick this to say that you know."
LOOK_AGAIN = "They were merged or taken apart a moment ago, and nobody was erased. Look again who goes."


class ErasureForm(Form):
    reason = SelectField("Why", choices=lambda: options(REASONS.items()), default="asked")
    sure = BooleanField("I know that nobody can take this back", validators=[InputRequired(NOT_SURE)])


@bp.get("")
@allowed_to(Permission.ERASE_PEOPLE)
def new(person_id: int):
    return _page(_load(person_id), ErasureForm())


@bp.get("/named")
@allowed_to(Permission.ERASE_PEOPLE)
def show_named(person_id: int):
    """Where others' records name them, asked for after the page: it looks through whole tables."""
    return render_template("people/_named.html", named=named_elsewhere(_load(person_id)))


@bp.post("")
@allowed_to(Permission.ERASE_PEOPLE)
@proven
def create(person_id: int):
    form = ErasureForm()
    with reading():  # whole tables are looked through, and nobody should wait for that
        person = _load(person_id)
        if not form.validate():
            return _page(person, form), 422
        found = find_everything(person_id)
    try:
        erasure, files = erase_for_good(
            found, reason=form.reason.data, by_id=current_user.id, now=clock.now()
        )
    except AlreadyGone:
        abort(404)
    except NotTheSame:
        abort(409, LOOK_AGAIN)
    auth.note("person erased for good", f"person {person_id}, erasure {erasure.id}")
    db.session.commit()
    _delete(files)
    say(f"This {context.the_company().labels.person.of(1)} was erased for good.")
    return htmx.go_to("/people")


def _load(person_id: int) -> Person:
    """Who is in the trash can be erased, too."""
    return load_or_404(whole_person_for(current_user, person_id))


def _page(person: Person, form: ErasureForm) -> str:
    alike = pairs_of_person(current_user, person.id)
    return render_template("people/erase.html", person=person, effect=foresee(person), alike=alike, form=form)


def _delete(files: list[Path]) -> None:
    """What lies beside the database; it is gone from there by now."""
    instance = Path(current_app.instance_path)
    for path in files:
        (instance / path).unlink(missing_ok=True)
    forget_ended_files(instance)
