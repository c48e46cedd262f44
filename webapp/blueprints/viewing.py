"""Seeing Muster as another user: beginning from the user's page, and stopping from any."""

from flask import Blueprint, abort, flash
from flask_login import current_user

from webapp import auth, clock
from webapp.blueprints.loaders import allowed_to, load
from webapp.db import db
from webapp.htmx import go_to
from webapp.proof import proven
from webapp.users import viewing_as
from webapp.users.permission import Permission
from webapp.users.user import User

bp = Blueprint("viewing", __name__)


@bp.post("/settings/users/<int:user_id>/viewing")
@allowed_to(Permission.MANAGE_USERS)
@proven
def create(user_id: int):
    user = load(User, user_id)
    try:
        viewing_as.begin(user, by=current_user, now=clock.now())
    except viewing_as.NotThem as refusal:
        abort(409, str(refusal))
    auth.note("viewing as began", user.email)
    db.session.commit()
    return go_to("/today")


@bp.post("/viewing/end")
@allowed_to()
def destroy():
    seen = auth.viewer()
    if viewing_as.end(seen.session_id):
        auth.note("viewing as ended", seen.email)
        db.session.commit()
        flash("You are yourself again.")
        return go_to(f"/settings/users/{seen.id}")
    return go_to("/")
