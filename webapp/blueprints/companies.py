"""/companies: the list, one company with its people, and changing it."""

from flask import Blueprint, abort, render_template, request
from flask_login import current_user
from wtforms import SelectField, ValidationError

from webapp import auth, clock, context, htmx
from webapp.blueprints.bulk.loading import CHOOSING
from webapp.blueprints.loaders import allowed_to, load, load_or_404
from webapp.companies.editing import DETAILS, add_company, change_company, delete_company
from webapp.companies.listing import Place, companies, names_like, people_at, people_in, status_names
from webapp.companies.models import Company
from webapp.companies.naming import company_named
from webapp.db import db
from webapp.fields.places import countries, country_name, find_state, state_name
from webapp.fields.reading import read_link
from webapp.inputs import Form, number_in, one_line, options, several_lines
from webapp.once import led_to, repeated
from webapp.people.following import people_of
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("companies", __name__, url_prefix="/companies")

OUT_OF_SIGHT = "Somebody whom you may not see works there, so it stays. Ask somebody who sees everybody."


class CompanyForm(Form):
    name = one_line("Name", missing="Give it a name.")
    website = one_line("Website")
    industry = one_line("Industry")
    street = one_line("Street")
    postcode = one_line("Postal code", most=30)
    city = one_line("City")
    country = SelectField("Country", choices=lambda: options([("", "—"), *countries()]))
    state = one_line("State")
    notes = several_lines("Notes", most=20_000)

    def validate_website(self, field) -> None:
        """A web address, with its scheme from now on."""
        if field.data:
            try:
                field.data = read_link(field.data)
            except ValueError as refusal:
                raise ValidationError(str(refusal)) from None

    def validate_state(self, field) -> None:
        """One of the country's, by name or code."""
        if field.data and self.code_of_state is None:
            raise ValidationError("Choose a state of that country, by its name or code.")

    @property
    def code_of_state(self) -> str | None:
        """The code of what was typed, '' for nothing, None when the country has no such state."""
        if not self.state.data:
            return ""
        return find_state(self.state.data, self.country.data) if self.country.data else None

    @property
    def values(self) -> dict[str, str]:
        """What the verbs take."""
        typed = {name: self[name].data or "" for name in ("name", *DETAILS)}
        return typed | {"state": self.code_of_state}


@bp.get("")
@allowed_to()
def index():
    search = request.args.get("q", "")[:200]
    page, following = companies(search, _after())
    people = people_in(current_user, [company.id for company in page])
    return render_template(
        "companies/index.html", companies=page, following=following, search=search, people=people
    )


@bp.get("/complete")
@allowed_to()
def complete():
    """Names for whoever types one, into `q` or into the company of a form."""
    typed = next(filter(None, map(request.args.get, ("q", "company_id", "into"))), "")
    return render_template("people/_company_names.html", names=names_like(typed[:200]))


@bp.get("/new")
@allowed_to(Permission.EDIT_PEOPLE)
def new():
    return render_template("companies/form.html", form=CompanyForm(), company=None)


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def create():
    if there := repeated("/companies"):
        return htmx.go_to(there)
    form = CompanyForm()
    if not form.validate():
        return render_template("companies/form.html", form=form, company=None), 422
    company, change_set = add_company(form.values, by=current_user, now=clock.now())
    auth.note("company added", company.name)
    path = led_to(f"/companies/{company.id}")
    db.session.commit()
    say(f"{company.name} is added.", change_set=change_set)
    return htmx.go_to(path)


@bp.get("/<int:company_id>")
@allowed_to()
def show(company_id: int):
    company = _load(company_id)
    people, following = people_at(current_user, company.id, _after())
    return render_template(
        "companies/show.html",
        company=company,
        may_choose=any(map(current_user.can, CHOOSING)),
        people=people,
        following=following,
        number=people_in(current_user, [company.id]).get(company.id, 0),
        statuses=status_names(),
        place={"Country": country_name(company.country), "State": state_name(company.state)},
    )


@bp.get("/<int:company_id>/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit(company_id: int):
    company = _load(company_id)
    form = CompanyForm(obj=company)
    form.state.data = state_name(company.state) if company.state else ""
    return render_template("companies/form.html", form=form, company=company)


@bp.post("/<int:company_id>")
@allowed_to(Permission.EDIT_PEOPLE)
def update(company_id: int):
    company, form = _load(company_id), CompanyForm()
    if not form.validate():
        return render_template("companies/form.html", form=form, company=company), 422
    change_set, done = change_company(company, form.values, by=current_user, now=clock.now())
    auth.note("company changed", company.name)
    db.session.commit()
    labels = context.the_company().labels
    saved = f"The {labels.company.of(1)} is saved"
    following = "." if done else f"; its {labels.person.of(2)} follow in the background."
    say(f"{saved}{following}", change_set=change_set)
    return htmx.go_to(f"/companies/{company.id}")


@bp.get("/<int:company_id>/deletion")
@allowed_to(Permission.DELETE_PEOPLE)
def ask(company_id: int):
    company = _load(company_id)
    return _ask(company)


@bp.post("/<int:company_id>/deletion")
@allowed_to(Permission.DELETE_PEOPLE)
def destroy(company_id: int):
    company, into = _load(company_id), None
    if people_of("company", company.id):
        if _some_out_of_sight(company):
            abort(409, OUT_OF_SIGHT)
        into = company_named(request.form.get("into", ""), but=company.id)
        if into is None:
            sentence = f"No other {context.the_company().labels.company.of(1)} is called that."
            return _ask(company, sentence, request.form.get("into", "")), 422
    change_set, done = delete_company(company, into, by=current_user, now=clock.now())
    auth.note("company deleted", company.name)
    db.session.commit()
    people = context.the_company().labels.person.of(2)
    moving = "" if done else f" Its {people} are moved in the background."
    say(f"{company.name} is deleted.{moving}", change_set=change_set)
    return htmx.go_to("/companies")


def _load(company_id: int) -> Company:
    company = load(Company, company_id)
    return load_or_404(None if company.hidden else company)


def _after() -> Place | None:
    company_id, key = number_in("after"), request.args.get("key")
    return Place(key[:200], company_id) if company_id is not None and key is not None else None


def _some_out_of_sight(company: Company) -> bool:
    seen = people_in(current_user, [company.id]).get(company.id, 0)
    return seen < people_of("company", company.id)


def _ask(company: Company, error: str = "", into: str = "") -> str:
    return htmx.render(
        "companies/delete.html",
        "companies/_delete.html",
        company=company,
        people=people_of("company", company.id),
        out_of_sight=OUT_OF_SIGHT if _some_out_of_sight(company) else "",
        error=error,
        into=into,
    )
