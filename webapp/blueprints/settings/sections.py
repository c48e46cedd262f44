"""Settings › Sections and fields: the sections."""

from flask import Blueprint, render_template

from webapp import auth, clock, htmx
from webapp.blueprints.loaders import allowed_to, load
from webapp.db import db
from webapp.db.ordering import put_in_order
from webapp.fields.arranging import (
    BadField,
    add_section,
    delete_section,
    fields_of,
    rename_section,
    sections,
    values_in,
)
from webapp.fields.models import Section
from webapp.inputs import Form, kept_by, one_line, order_wanted
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("sections", __name__, url_prefix="/fields")


class SectionForm(Form):
    name = one_line("Name", missing="Give the section a name.")


@bp.get("")
@allowed_to(Permission.SETTINGS)
def index():
    return _list(SectionForm())


@bp.post("/sections")
@allowed_to(Permission.SETTINGS)
def create():
    form = SectionForm()
    if not kept_by(form, BadField, lambda: add_section(form.name.data, now=clock.now())):
        return _list(form), 422
    auth.note("section added", form.name.data)
    db.session.commit()
    return htmx.go_to("/settings/fields")


@bp.post("/sections/order")
@allowed_to(Permission.SETTINGS)
def order():
    rows = sections()
    put_in_order(rows, order_wanted([row.id for row in rows]))
    db.session.commit()
    return _list(SectionForm()) if htmx.wants_part() else htmx.go_to("/settings/fields")


@bp.get("/sections/<int:section_id>")
@allowed_to(Permission.SETTINGS)
def edit(section_id: int):
    section = load(Section, section_id)
    return render_template("settings/fields/section.html", section=section, form=SectionForm(obj=section))


@bp.post("/sections/<int:section_id>")
@allowed_to(Permission.SETTINGS)
def update(section_id: int):
    section, form = load(Section, section_id), SectionForm()
    before = section.name
    if not kept_by(form, BadField, lambda: rename_section(section, form.name.data)):
        return render_template("settings/fields/section.html", section=section, form=form), 422
    auth.note("section renamed", f"{before} → {section.name}")
    db.session.commit()
    return htmx.go_to("/settings/fields")


@bp.post("/sections/<int:section_id>/order")
@allowed_to(Permission.SETTINGS)
def order_fields(section_id: int):
    rows = [field for field in fields_of(load(Section, section_id).id) if field.archived_at is None]
    put_in_order(rows, order_wanted([row.id for row in rows]))
    db.session.commit()
    return _list(SectionForm()) if htmx.wants_part() else htmx.go_to("/settings/fields")


@bp.get("/sections/<int:section_id>/deletion")
@allowed_to(Permission.SETTINGS)
def ask(section_id: int):
    section = load(Section, section_id)
    fields = fields_of(section.id)
    return htmx.render(
        "settings/fields/delete.html",
        "settings/fields/_delete.html",
        name=section.name,
        action=f"/settings/fields/sections/{section.id}/deletion",
        what="section",
        fields=len(fields),
        people=values_in([field.id for field in fields]),
    )


@bp.post("/sections/<int:section_id>/deletion")
@allowed_to(Permission.SETTINGS)
def destroy(section_id: int):
    section = load(Section, section_id)
    try:
        delete_section(section)
    except BadField as refusal:
        say(str(refusal), bad=True)
        return htmx.go_to("/settings/fields")
    auth.note("section deleted", section.name)
    db.session.commit()
    say(f"The section “{section.name}” is deleted.")
    return htmx.go_to("/settings/fields")


def _list(form: SectionForm) -> str:
    rows = sections()
    return render_template(
        "settings/fields/index.html",
        form=form,
        sections=rows,
        fields={section.id: fields_of(section.id) for section in rows},
    )
