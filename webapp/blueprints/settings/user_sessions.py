"""Settings › Users: signing somebody out, of one browser or everywhere."""

from flask import Blueprint, flash
from flask_login import current_user

from webapp import auth
from webapp.blueprints.loaders import allowed_to, load, load_or_404
from webapp.db import db
from webapp.htmx import go_to
from webapp.users.permission import Permission
from webapp.users.session import end_session, end_sessions, session_of
from webapp.users.user import User

bp = Blueprint("user_sessions", __name__, url_prefix="/users/<int:user_id>/sessions")


@bp.post("/<int:session_id>/end")
@allowed_to(Permission.MANAGE_USERS)
def destroy(user_id: int, session_id: int):
    user = load(User, user_id)
    session = load_or_404(session_of(user.id, session_id))
    end_session(session.id)
    auth.note("session ended", f"{user.email}: {session.browser}")
    db.session.commit()
    flash(f"{user.name} is signed out of {session.browser}.")
    return go_to(f"/settings/users/{user_id}")


@bp.post("/end")
@allowed_to(Permission.MANAGE_USERS)
def destroy_all(user_id: int):
    user = load(User, user_id)
    end_sessions(user_id, but=current_user.session_id)
    auth.note("sessions ended", user.email)
    db.session.commit()
    flash(f"{user.name} is signed out everywhere.")
    return go_to(f"/settings/users/{user_id}")
