"""Accepting an invitation: the invited user says who they are and chooses a password."""

from flask import Blueprint, render_template

from webapp import auth, clock
from webapp.activity.audit import audit
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form, new_password, one_line
from webapp.users.credentials import set_password
from webapp.users.link import find_link, use_link
from webapp.users.passwords import hash_password
from webapp.users.user import User

bp = Blueprint("invitations", __name__)


class JoinForm(Form):
    name = one_line("Your name", missing="Tell the others your name.")
    password = new_password()


@bp.get("/invitations/<token>")
def edit(token: str):
    invitation = find_link(token, "invitation", now=clock.now())
    if not invitation:
        return render_template("invitations/gone.html"), 404
    return render_template("invitations/edit.html", form=JoinForm(obj=invitation), invitation=invitation)


@bp.post("/invitations/<token>")
def update(token: str):
    form, now = JoinForm(), clock.now()
    invitation = find_link(token, "invitation", now=now)
    if not invitation:
        return render_template("invitations/gone.html"), 404
    if not form.validate():
        return render_template("invitations/edit.html", form=form, invitation=invitation), 422
    hashed = hash_password(form.password.data)
    if not use_link(invitation, now=now):
        return render_template("invitations/gone.html"), 404
    set_password(invitation.user_id, hashed)
    db.session.get_one(User, invitation.user_id).rename(form.name.data)
    audit("joined", invitation.email, by_id=invitation.user_id, address=auth.address(), now=now)
    there = auth.let_in(invitation.user_id, invitation.email, stays=False, now=now)
    db.session.commit()
    return go_to(there)
