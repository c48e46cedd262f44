"""The owner of a person: one takes people oneself; who may assign gives them to anybody."""

from flask import Blueprint, abort, request
from flask_login import current_user

from webapp.blueprints.loaders import allowed_to, deny
from webapp.blueprints.people.person_page.answers import ask
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.blueprints.people.person_page.setting import set_value
from webapp.inputs import read_id
from webapp.users.permission import Permission
from webapp.users.user import active_users

bp = Blueprint("person_owner", __name__, url_prefix="/people/<int:person_id>/owner")


@bp.get("/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit(person_id: int):
    page = PersonPage(load_record(person_id, for_user=current_user))
    others = [user for user in active_users() if user.id != current_user.id] if page.may_assign else []
    title = f"Who looks after {page.record.given_name}?"
    part = "people/_owner_form.html"
    return ask(title, part, page, others=others, action="/owner", submit="Set the owner")


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def update(person_id: int):
    record = load_record(person_id, for_user=current_user)
    owner_id = read_id(request.form.get("value"))
    mine = current_user.id in (owner_id, record.values["owner_id"]) and owner_id in (current_user.id, None)
    if not (mine or current_user.can(Permission.ASSIGN)):
        deny(f"owner of person {person_id}")
    names = {user.id: user.name for user in active_users()}
    if owner_id not in names and request.form.get("value") != "":
        abort(422, "Choose somebody who works here.")
    sentence = f"{names[owner_id]} is the owner now." if owner_id else "There is no owner now."
    return set_value(record, "owner_id", owner_id, title="Changed the owner", sentence=sentence)
