"""`/people/new`: adding somebody by hand."""

from flask import Blueprint, render_template, request
from wtforms import SelectField, ValidationError

from webapp import auth, clock, context, htmx
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to
from webapp.companies.listing import names_like
from webapp.companies.naming import found_company
from webapp.db import db
from webapp.duplicates.alike import alike
from webapp.duplicates.reading import features_of_somebody_new
from webapp.inputs import Form, one_line
from webapp.once import led_to, repeated
from webapp.people.contact_points import normalise_email, normalise_phone
from webapp.people.creating import NewPerson, create_people
from webapp.people.models import KINDS
from webapp.people.values import Unnamed, display_name
from webapp.pipelines.statuses import status_id_with_role
from webapp.suppressions.checking import lift, suppressed
from webapp.toasts import say, undo_path
from webapp.users.permission import Permission

bp = Blueprint("new_person", __name__, url_prefix="/people/new")

FIRST = "/people?sort=-created&fresh={}"
"""The list in which somebody new stands first."""


class NewPersonForm(Form):
    first = one_line("First name")
    last = one_line("Last name")
    email = one_line("E-mail")
    phone = one_line("Phone")
    company = one_line("Company")
    kind = SelectField("Kind")
    source = one_line("Source")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.emails, self.phones, self.erased = [], [], {}
        labels = context.the_company().labels
        self.company.label.text = labels.company.one
        self.kind.choices = [(kind, labels.kind(kind).one) for kind in KINDS]

    def validate(self, *args, **kwargs):
        fits = super().validate(*args, **kwargs)
        try:
            self.name = display_name(self.first.data or "", self.last.data or "", self.company.data or "")
        except Unnamed as error:
            self.refuse(str(error), "first")
            return False
        return fits

    def validate_email(self, field):
        self.emails = _addresses(normalise_email, field.data)

    def validate_phone(self, field):
        self.phones = _addresses(normalise_phone, field.data, context.the_company().country)


@bp.get("")
@allowed_to(Permission.EDIT_PEOPLE)
def new():
    return _show(NewPersonForm())


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def create():
    form, by, now = NewPersonForm(), auth.viewer(), clock.now()
    if not form.validate():
        return _show(form), 422
    if there := repeated():
        return htmx.go_to(there)
    if not _may_be_added(form):
        db.session.rollback()
        return _show(form), 422
    change_set = open_change_set("create", "Added somebody", by=by, now=now, people=1)
    new = [_person(form, by, now)]
    person_id = create_people(new, by=by, now=now, change_set=change_set, counts=False)[0]
    another = "another" in request.form
    there = led_to("/people/new" if another else FIRST.format(person_id))
    db.session.commit()
    sentence = f"{form.name} was added."
    if another and htmx.wants_part():
        added = {"text": sentence, "undo": undo_path(change_set)}
        return render_template("people/_added.html", form=NewPersonForm(formdata=None), added=added)
    say(sentence, change_set=change_set)
    return htmx.go_to(there)


@bp.get("/alike")
@allowed_to(Permission.EDIT_PEOPLE)
def show_alike():
    form = NewPersonForm(request.args)
    form.validate()
    typed = features_of_somebody_new(
        form.first.data or "",
        form.last.data or "",
        form.company.data or "",
        emails=[norm for _, norm in form.emails],
        phones=[norm for _, norm in form.phones],
    )
    found = alike(auth.viewer(), typed)
    return render_template("people/_alike.html", alike=found)


@bp.get("/companies")
@allowed_to(Permission.EDIT_PEOPLE)
def show_companies():
    typed = request.args.get("company") or request.args.get("company_id", "")
    names = names_like(typed[:200])
    return render_template("people/_company_names.html", names=names)


def _may_be_added(form: NewPersonForm) -> bool:
    """Whether nobody with these addresses was erased on request, or wants to come back."""
    form.erased = suppressed([norm for _, norm in (*form.emails, *form.phones)])
    if not form.erased:
        return True
    if not ("again" in request.form and auth.viewer().can(Permission.ERASE_PEOPLE)):
        return False
    lift(form.erased)
    auth.note("suppression lifted", "somebody who was erased was added again")
    return True


def _addresses(normalise, *typed: str) -> list[list[str]]:
    """One address as values.py has them; raises ValidationError with the sentence for it."""
    try:
        return [list(normalise(*typed))]
    except ValueError as refusal:
        raise ValidationError(str(refusal)) from None


def _show(form: NewPersonForm) -> str:
    return htmx.render("people/new.html", "people/_new.html", form=form)


def _person(form: NewPersonForm, by, now: int) -> NewPerson:
    """Somebody of the viewer's office; whoever sees only their own people becomes the owner."""
    company = form.company.data
    return NewPerson(
        {
            "first": form.first.data or "",
            "last": form.last.data or "",
            "emails": form.emails,
            "phones": form.phones,
            "company_id": found_company(company, by=by, now=now).id if company else None,
            "kind": form.kind.data,
            "source": form.source.data or "",
            "status_id": status_id_with_role("new"),
            "office_id": by.office_id,
            "owner_id": by.id if by.scope == "own" else None,
        }
    )
