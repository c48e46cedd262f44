"""Load as the signed-in user: 404 for what they may not see, 403 for what they may not do."""

from functools import wraps

from flask import abort, request
from flask_login import current_user, login_required

from webapp import auth, clock
from webapp.activity.audit import audit_aside
from webapp.db import MOST_ID, db
from webapp.people.models import Person
from webapp.people.visible import person_for
from webapp.users.permission import Permission


def allowed_to(*permissions: Permission):
    """A view for signed-in users who have any of these permissions; a denial is noted in the audit log."""

    def decorate(view):
        @wraps(view)
        @login_required
        def checked(*args, **kwargs):
            if permissions and not any(map(current_user.can, permissions)):
                deny(f"{request.method} {request.path}")
            return view(*args, **kwargs)

        checked.permissions = permissions
        return checked

    return decorate


def deny(about: str):
    """Note the denial and answer 403; nothing that the request did is kept."""
    db.session.rollback()  # SQLite's write lock would keep the note out
    audit_aside("denied", about, by_id=auth.who_acts().id, address=auth.address(), now=clock.now())
    abort(403)


def load_person(person_id: int, *, for_user) -> Person:
    """The living person if the user may see them, else 404."""
    return load_or_404(person_for(for_user, person_id))


def load(model, record_id: int):
    """A record that everybody may see, else 404; the id may come from a form."""
    return load_or_404(0 < record_id <= MOST_ID and db.session.get(model, record_id))


def load_standing(model, record_id: int):
    """The same of what is kept for a while when it is deleted: 404 since then."""
    record = load(model, record_id)
    return load_or_404(record if record.retired_at is None else None)


def load_or_404(record):
    """The record, or 404 when there is none."""
    return record or abort(404)
