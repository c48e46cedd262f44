"""Settings › Sections and fields: one field."""

from flask import Blueprint, abort, render_template, request
from wtforms import BooleanField, SelectChoice, SelectField, TextAreaField

from webapp import auth, clock, htmx
from webapp.blueprints.loaders import allowed_to, load
from webapp.db import db
from webapp.fields.arranging import (
    WITH_CHOICES,
    BadField,
    add_field,
    archive_field,
    change_field,
    country_fields,
    delete_field,
    values_in,
)
from webapp.fields.models import Field, Section
from webapp.fields.types import CUSTOM_TYPES
from webapp.inputs import Form, kept_by, one_line
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("fields", __name__, url_prefix="/fields")


class FieldForm(Form):
    name = one_line("Name", missing="Give the field a name.")
    choices = TextAreaField("Choices")
    required = BooleanField("Required")

    @property
    def lines(self) -> list[str]:
        """The choices as they were typed, one a line."""
        return (self.choices.data or "").splitlines()


class NewFieldForm(FieldForm):
    type = SelectField("Type", choices=[SelectChoice(t, t.capitalize()) for t in CUSTOM_TYPES])
    country_field_id = SelectField("Its country", coerce=int, validate_choice=False)


@bp.get("/new")
@allowed_to(Permission.SETTINGS)
def new():
    section = load(Section, request.args.get("section", 0, type=int))
    return _new(section, _new_form(section))


@bp.post("/sections/<int:section_id>/fields")
@allowed_to(Permission.SETTINGS)
def create(section_id: int):
    section = load(Section, section_id)
    form = _new_form(section)

    def add() -> Field:
        return add_field(
            section,
            name=form.name.data,
            field_type=form.type.data,
            required=form.required.data,
            choices=form.lines,
            country_field_id=form.country_field_id.data,
            now=clock.now(),
        )

    if not kept_by(form, BadField, add):
        return _new(section, form), 422
    auth.note("field added", f"{section.name} › {form.name.data}")
    db.session.commit()
    say(f"The field “{form.name.data}” is there.")
    return htmx.go_to("/settings/fields")


@bp.get("/<int:field_id>")
@allowed_to(Permission.SETTINGS)
def edit(field_id: int):
    field = load(Field, field_id)
    form = FieldForm(name=field.name, required=field.required, choices="\n".join(field.choices))
    return _edit(field, form)


@bp.post("/<int:field_id>")
@allowed_to(Permission.SETTINGS)
def update(field_id: int):
    field, form = load(Field, field_id), FieldForm()
    if field.builtin:
        form.name.data = field.name

    def change() -> None:
        change_field(field, name=form.name.data, required=form.required.data, choices=form.lines)

    if not kept_by(form, BadField, change):
        return _edit(field, form), 422
    auth.note("field changed", field.name)
    db.session.commit()
    say(f"The field “{field.name}” is saved.")
    return htmx.go_to("/settings/fields")


@bp.post("/<int:field_id>/archiving")
@allowed_to(Permission.SETTINGS)
def archive(field_id: int):
    field = load(Field, field_id)
    return _done(field, lambda: archive_field(field, now=clock.now()), "archived")


@bp.post("/<int:field_id>/restoring")
@allowed_to(Permission.SETTINGS)
def bring_back(field_id: int):
    field = load(Field, field_id)
    field.archived_at = None
    return _done(field, db.session.flush, "back")


@bp.get("/<int:field_id>/deletion")
@allowed_to(Permission.SETTINGS)
def ask(field_id: int):
    field = load(Field, field_id)
    return htmx.render(
        "settings/fields/delete.html",
        "settings/fields/_delete.html",
        name=field.name,
        action=f"/settings/fields/{field.id}/deletion",
        what="field",
        fields=1,
        people=values_in([field.id]),
    )


@bp.post("/<int:field_id>/deletion")
@allowed_to(Permission.SETTINGS)
def destroy(field_id: int):
    field = load(Field, field_id)
    return _done(field, lambda: delete_field(field), "deleted")


def _done(field: Field, verb, word: str):
    try:
        verb()
    except BadField as refusal:
        db.session.rollback()
        if htmx.wants_part():
            abort(409, str(refusal))
        say(str(refusal), bad=True)
        return htmx.go_to("/settings/fields")
    auth.note(f"field {word}", field.name)
    db.session.commit()
    say(f"The field “{field.name}” is {word}.")
    return htmx.go_to("/settings/fields")


def _new_form(section: Section) -> NewFieldForm:
    form = NewFieldForm()
    form.country_field_id.choices = [SelectChoice(f.id, f.name) for f in country_fields(section.id)]
    return form


def _new(section: Section, form: NewFieldForm) -> str:
    return render_template("settings/fields/new.html", section=section, form=form)


def _edit(field: Field, form: FieldForm) -> str:
    section = db.session.get(Section, field.section_id)
    has_choices = field.type in WITH_CHOICES
    return render_template(
        "settings/fields/edit.html", field=field, section=section, form=form, has_choices=has_choices
    )
