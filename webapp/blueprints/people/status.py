"""The status of a person."""

from flask import Blueprint, abort, request
from flask_login import current_user

from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.person_page.loading import load_record, read_id
from webapp.blueprints.people.person_page.setting import set_value
from webapp.db import db
from webapp.pipelines.models import Status
from webapp.users.permission import Permission

bp = Blueprint("person_status", __name__, url_prefix="/people/<int:person_id>/status")


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def update(person_id: int):
    record = load_record(person_id, for_user=current_user)
    status = db.session.get(Status, read_id(request.form.get("value")) or 0)
    if status is None or status.retired_at is not None:
        abort(422, "Choose one of the statuses; this one was deleted.")
    return set_value(
        record, "status_id", status.id, title="Changed the status", sentence=f"Status is {status.name} now."
    )
