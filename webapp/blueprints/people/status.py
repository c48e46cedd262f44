"""The status of a person."""

from flask import Blueprint, abort, request
from flask_login import current_user

from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.person_page.choosing import Group, Option, ask_to_choose, shown_after
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.setting import set_value
from webapp.db import db
from webapp.inputs import read_id
from webapp.pipelines.models import Status
from webapp.pipelines.statuses import status_choices
from webapp.users.permission import Permission

bp = Blueprint("person_status", __name__, url_prefix="/people/<int:person_id>/status")


@bp.get("/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit(person_id: int):
    record = load_record(person_id, for_user=current_user)
    options = [Option(status_id, name, hue) for status_id, name, hue in status_choices()]
    return ask_to_choose(record, "status", "status_id", [Group("", options)])


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def update(person_id: int):
    record = load_record(person_id, for_user=current_user)
    status = db.session.get(Status, read_id(request.form.get("value")) or 0)
    if status is None or status.retired_at is not None:
        abort(422, "Choose one of the statuses; this one was deleted.")
    return set_value(
        record,
        "status_id",
        status.id,
        title="Changed the status",
        sentence=f"Status is {status.name} now.",
        shown=shown_after("status"),
    )
