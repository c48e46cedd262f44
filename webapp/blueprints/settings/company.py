"""Settings › Company: its name and logo, how it writes dates, what its records are called."""

from datetime import date

from flask import Blueprint, flash, render_template, request
from wtforms import SelectField, ValidationError

from webapp import auth
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.fields.arranging import BadField, call_company_field
from webapp.formatting import DATES
from webapp.htmx import go_to
from webapp.inputs import Form, country, one_line, options, several_lines, time_zone
from webapp.users.logo import MOST_BYTES, BadLogo, logo_type
from webapp.users.own_company import FIRST_LABELS, Labels, OwnCompany, own_company
from webapp.users.permission import Permission

bp = Blueprint("company", __name__, url_prefix="/company")

LANGUAGES = (
    ("en", "English"),
    ("de", "German"),
    ("fr", "French"),
    ("es", "Spanish"),
    ("it", "Italian"),
    ("nl", "Dutch"),
    ("pt", "Portuguese"),
)
EXAMPLE = date(2026, 9, 21)
PLAIN = (
    "name",
    "address",
    "country",
    "time_zone",
    "language",
    "date_format",
    "first_weekday",
    "support_contact",
)
LABEL = "Say what it is called."


class CompanyForm(Form):
    name = one_line("Name", missing="Give the company a name.")
    address = several_lines("Postal address")
    country = country()
    time_zone = time_zone()
    language = SelectField("Language", choices=options(LANGUAGES))
    date_format = SelectField("Dates look like", choices=options((k, f(EXAMPLE)) for k, f in DATES.items()))
    first_weekday = SelectField(
        "The week begins on", coerce=int, choices=options([(0, "Monday"), (6, "Sunday"), (5, "Saturday")])
    )
    holidays = several_lines("Holidays")
    support_contact = one_line("Whom users ask for help")

    def validate_holidays(self, field) -> None:
        """Each line is a date and maybe what it is."""
        try:
            parse_holidays(field.data or "")
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None


for name, (one, many) in FIRST_LABELS.items():
    setattr(CompanyForm, f"{name}_one", one_line(f"One {one.lower()}", missing=LABEL, most=40))
    setattr(CompanyForm, f"{name}_many", one_line(f"Several {many.lower()}", missing=LABEL, most=40))


@bp.get("")
@allowed_to(Permission.SETTINGS)
def edit():
    company = own_company()
    present = {name: getattr(company, name) for name in PLAIN}
    present["holidays"] = _lines_of(company.holidays)
    return _page(CompanyForm(data=present | _label_data(company)))


@bp.post("")
@allowed_to(Permission.SETTINGS)
def update():
    form = CompanyForm()
    if not form.validate():
        return _page(form), 422
    company = own_company()
    before = {name: getattr(company, name) for name in PLAIN}
    for name in PLAIN:
        setattr(company, name, "" if form[name].data is None else form[name].data)
    company.holidays = parse_holidays(form.holidays.data or "")
    company.labels = {n: [form[f"{n}_one"].data, form[f"{n}_many"].data] for n in FIRST_LABELS}
    try:
        call_company_field(form["company_one"].data)
    except BadField as refusal:
        db.session.rollback()
        form.refuse(str(refusal), "company_one")
        return _page(form), 422
    auth.note("company changed", ", ".join(name for name in PLAIN if before[name] != getattr(company, name)))
    db.session.commit()
    flash("The company is saved.")
    return go_to("/settings/company")


@bp.post("/logo")
@allowed_to(Permission.SETTINGS)
def update_logo():
    file = request.files.get("logo")
    data = file.read(MOST_BYTES + 1) if file else b""
    try:
        kind = logo_type(data)
    except BadLogo as refusal:
        flash({"text": str(refusal), "bad": True})
        return go_to("/settings/company")
    company = own_company()
    company.logo, company.logo_type = data, kind
    auth.note("logo changed")
    db.session.commit()
    return go_to("/settings/company")


@bp.post("/logo/delete")
@allowed_to(Permission.SETTINGS)
def delete_logo():
    company = own_company()
    company.logo, company.logo_type = None, ""
    auth.note("logo deleted")
    db.session.commit()
    return go_to("/settings/company")


def parse_holidays(text: str) -> list[list]:
    """[[day ordinal, words], …] in order, from lines such as "2026-12-25 Christmas"; raises ValueError."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        day, _, words = line.partition(" ")
        try:
            found.append([date.fromisoformat(day).toordinal(), words.strip()])
        except ValueError:
            raise ValueError(f"“{line[:40]}” has no date such as 2026-12-25 at its beginning.") from None
    return sorted(found)


def _lines_of(holidays: list) -> str:
    return "\n".join(f"{date.fromordinal(day).isoformat()} {words}".strip() for day, words in holidays)


def _label_data(company: OwnCompany) -> dict[str, str]:
    labels = Labels(company.labels)
    return {
        f"{name}_{number}": getattr(getattr(labels, name), number)
        for name in FIRST_LABELS
        for number in ("one", "many")
    }


def _page(form: CompanyForm) -> str:
    return render_template("settings/company.html", form=form, label_names=list(FIRST_LABELS))
