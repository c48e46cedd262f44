"""The browsers in which one is signed in."""

from flask import Blueprint
from flask_login import current_user

from webapp import auth
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.db import db
from webapp.htmx import go_to
from webapp.users.session import end_session, end_sessions, session_of

bp = Blueprint("sessions", __name__, url_prefix="/sessions")


@bp.post("/<int:session_id>/end")
@allowed_to()
def destroy(session_id: int):
    session = load_or_404(session_of(current_user.id, session_id))
    end_session(session.id)
    auth.note("session ended")
    db.session.commit()
    return go_to("/account")


@bp.post("/end")
@allowed_to()
def destroy_others():
    end_sessions(current_user.id, but=current_user.session_id)
    auth.note("sessions ended")
    db.session.commit()
    return go_to("/account")
