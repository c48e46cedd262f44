"""Changing fields of a person in place: one, or a whole section."""

from collections.abc import Mapping

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from webapp import clock, context, htmx
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.person_page.answers import changed
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.page import PersonPage, draw
from webapp.companies.naming import found_company
from webapp.db import db, key
from webapp.fields.catalogue import FieldView, SectionView
from webapp.fields.places import country_name
from webapp.fields_form import FieldsForm
from webapp.formatting import date_of
from webapp.people.editing import EditConflict, change_people, load_values
from webapp.people.record import Record
from webapp.people.values import Unnamed
from webapp.people.wording import Wording
from webapp.suppressions.checking import suppressed
from webapp.users.permission import Permission

SUPPRESSED = (
    "Whoever had {} was erased on request on {}. If they asked to come back, somebody who may erase people "
    "allows the address under Settings › Erased people."
)

bp = Blueprint("person_fields", __name__, url_prefix="/people/<int:person_id>")


@bp.get("/fields/<slug>")
@allowed_to()
def show_field(person_id: int, slug: str):
    """The field as it stands: what Cancel brings back."""
    record = load_record(person_id, for_user=current_user)
    field = _field(record, slug)
    page = PersonPage(record)
    return (
        render_template("people/_field.html", person=page, field=field) if htmx.wants_part() else draw(page)
    )


@bp.get("/fields/<slug>/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit_field(person_id: int, slug: str):
    record = load_record(person_id, for_user=current_user)
    return _show_form(record, _form(record, _edited_with(record, _field(record, slug))), slug)


@bp.post("/fields/<slug>")
@allowed_to(Permission.EDIT_PEOPLE)
def save_field(person_id: int, slug: str):
    record = load_record(person_id, for_user=current_user)
    return _save(record, _edited_with(record, _field(record, slug)), slug)


@bp.get("/fields/<slug>/states")
@allowed_to(Permission.EDIT_PEOPLE)
def choose_states(person_id: int, slug: str):
    """The inputs of the states of a country that was just chosen in a form and is not saved yet."""
    record = load_record(person_id, for_user=current_user)
    country = _field(record, slug)
    chosen = request.args.get(slug, "")
    fields = [field for field in record.fields.values() if field.country_key == country.key]
    values = {country.key: chosen if country_name(chosen) != chosen else ""}
    form = FieldsForm(fields, values, region="")
    return render_template("people/_states.html", person=PersonPage(record), form=form)


@bp.get("/sections/<int:section_id>")
@allowed_to()
def show_section(person_id: int, section_id: int):
    """The section as it stands: what Cancel brings back."""
    record = load_record(person_id, for_user=current_user)
    section = _section(record, section_id)
    page = PersonPage(record)
    if not htmx.wants_part():
        return draw(page)
    return render_template("people/_section.html", person=page, section=section)


@bp.get("/sections/<int:section_id>/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit_section(person_id: int, section_id: int):
    record = load_record(person_id, for_user=current_user)
    section = _section(record, section_id)
    return _show_form(record, _form(record, section.fields), f"section-{section.id}", section=section)


@bp.post("/sections/<int:section_id>")
@allowed_to(Permission.EDIT_PEOPLE)
def save_section(person_id: int, section_id: int):
    record = load_record(person_id, for_user=current_user)
    section = _section(record, section_id)
    return _save(record, section.fields, f"section-{section.id}", section=section)


def _field(record: Record, slug: str) -> FieldView:
    return record.fields.get(slug) or abort(404)


def _section(record: Record, section_id: int) -> SectionView:
    found = [section for section in record.sections if section.id == section_id and section.fields]
    return found[0] if found else abort(404)


def _edited_with(record: Record, field: FieldView) -> list[FieldView]:
    """The field, with its country before it where none is chosen yet, and with what falls when it changes."""
    if field.type == "state" and not record.country_for(field):
        country = [f for f in record.fields.values() if f.key == field.country_key]
        return [*country, field]
    return [field]


def _form(record: Record, fields: list[FieldView], formdata=None) -> FieldsForm:
    return FieldsForm(
        fields,
        record.values,
        region=context.the_company().country,
        company=record.company,
        formdata=formdata,
    )


def _show_form(
    record: Record, form: FieldsForm, editing: str, *, section: SectionView | None = None, status: int = 200
):
    page = PersonPage(record, form=form, editing=editing)
    if not htmx.wants_part():
        return draw(page, status)
    if section:
        return render_template("people/_section.html", person=page, section=section), status
    return render_template("people/_field.html", person=page, field=record.fields[editing]), status


def _save(record: Record, fields: list[FieldView], editing: str, *, section: SectionView | None = None):
    form = _form(record, fields, request.form)
    if not form.validate():
        return _show_form(record, form, editing, section=section, status=422)
    changes = form.changes() | _fallen_states(record, form.changes())
    if refusal := _why_suppressed(record, changes):
        form.form_errors.append(refusal)
        return _show_form(record, form, editing, section=section, status=422)
    now = clock.now()
    try:
        if "company_id" in changes:
            changes["company_id"] = _company_id(record, changes["company_id"], now)
        change_set = open_change_set("edit", _title(fields, section), by=current_user, now=now)
        found = change_people(
            {record.id: changes}, by=current_user, now=now, change_set=change_set, seen={record.id: form.seen}
        )
    except Unnamed as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _show_form(record, form, editing, section=section, status=422)
    except EditConflict as conflict:
        db.session.rollback()
        theirs = {value_key: theirs for (_, value_key), (theirs, _) in conflict.values.items()}
        _offer_both(record, form, theirs)
        return _show_form(record, form, editing, section=section, status=409)
    touched = [field for field in record.fields.values() if field.key in changes or field in fields]
    if not found:
        db.session.rollback()
        return changed(record.id, "Nothing was changed.", fields=touched, section=section)
    db.session.commit()
    return changed(record.id, _sentence(fields, section), change_set, fields=touched, section=section)


def _why_suppressed(record: Record, changes: Mapping[str, object]) -> str:
    """Why an address that is new to the person cannot be theirs: its owner was erased on request."""
    added = {norm for name in ("emails", "phones") for _, norm in changes.get(name) or ()}
    known = suppressed(added - {norm for name in ("emails", "phones") for _, norm in record.values[name]})
    if not known:
        return ""
    address, at = next(iter(known.items()))
    return SUPPRESSED.format(address, date_of(at, context.the_company().time_zone))


def _fallen_states(record: Record, changes: Mapping[str, object]) -> dict[str, object]:
    """Custom state fields whose country changes without them: they are cleared."""
    return {
        field.key: None
        for field in record.fields.values()
        if field.type == "state"
        and field.is_custom
        and field.country_key in changes
        and field.key not in changes
        and record.values.get(field.key)
    }


def _company_id(record: Record, name: str | None, now: int) -> int | None:
    """The company of that name, added if there is none; the present one keeps its id among its namesakes."""
    if not name:
        return None
    if key(name) == key(record.company):
        return record.values["company_id"]
    return found_company(name, by=current_user, now=now).id


def _offer_both(record: Record, form: FieldsForm, theirs: Mapping[str, object]) -> None:
    wording = Wording(
        [(value_key, value, None) for value_key, value in theirs.items()],
        record.sections,
        context.the_company().labels,
    )
    present = load_values([record.id], set(theirs)).get(record.id, {})
    form.show_conflicts(
        {value_key: wording.value(value_key, value) for value_key, value in theirs.items()}, present
    )


def _title(fields: list[FieldView], section: SectionView | None) -> str:
    return f"Edited {section.name}" if section else f"Edited {fields[-1].full_name}"


def _sentence(fields: list[FieldView], section: SectionView | None) -> str:
    return f"{section.name if section else fields[-1].name} saved."
