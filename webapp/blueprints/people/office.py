"""The office that a person belongs to."""

from flask import Blueprint, abort, request
from flask_login import current_user

from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.person_page.answers import ask
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.blueprints.people.person_page.setting import set_value
from webapp.inputs import read_id
from webapp.users.office import open_offices
from webapp.users.permission import Permission

bp = Blueprint("person_office", __name__, url_prefix="/people/<int:person_id>/office")


@bp.get("/edit")
@allowed_to(Permission.ASSIGN)
def edit(person_id: int):
    page = PersonPage(load_record(person_id, for_user=current_user))
    title = f"Where does {page.record.given_name} belong?"
    part = "people/_office_form.html"
    return ask(title, part, page, offices=open_offices(), action="/office", submit="Move there")


@bp.post("")
@allowed_to(Permission.ASSIGN)
def update(person_id: int):
    record = load_record(person_id, for_user=current_user)
    names = {office.id: office.name for office in open_offices()}
    office_id = read_id(request.form.get("value"))
    if office_id not in names:
        abort(422, "Choose one of the open offices.")
    return set_value(
        record,
        "office_id",
        office_id,
        title="Changed the office",
        sentence=f"Belongs to {names[office_id]} now.",
    )
