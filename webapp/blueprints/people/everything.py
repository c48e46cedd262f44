"""Everything that is known about a person, to be handed to them."""

from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template
from flask_login import current_user

from webapp import auth, clock
from webapp.activity.tracking import track
from webapp.blueprints.loaders import allowed_to, load_person
from webapp.db import db, reading
from webapp.db.throttle import tries
from webapp.erasing.telling import everything_about
from webapp.users.permission import Permission

bp = Blueprint("person_everything", __name__, url_prefix="/people/<int:person_id>/everything")

HOUR = 3_600
AN_HOUR = 60
TOO_OFTEN = f"You have exported everything about {AN_HOUR} within an hour. Wait a while."


@bp.post("")
@allowed_to(Permission.EXPORT)
def create(person_id: int):
    now = clock.now()
    with reading():
        person = load_person(person_id, for_user=current_user)
        if tries(f"everything {current_user.id}", per_seconds=HOUR, now=now) > AN_HOUR:
            abort(429, TOO_OFTEN)
        everything = everything_about(person_id, person.name, now=now)
        readable = render_template("handed_out/everything.html", everything=everything)
    archive = everything.archive(readable, instance=Path(current_app.instance_path))
    track("told everything", [(person_id, {})], by=current_user, now=now)
    auth.note("exported everything", f"person {person_id}")
    db.session.commit()
    disposition = f'attachment; filename="person-{person_id}-everything.zip"'
    return Response(archive, content_type="application/zip", headers={"Content-Disposition": disposition})
