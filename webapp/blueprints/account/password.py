"""Changing one's own password."""

from flask import Blueprint, flash, render_template
from flask_login import current_user
from wtforms import PasswordField

from webapp import auth, clock, context, proof
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form, new_password
from webapp.messaging.account_mail import mail_password_changed
from webapp.users.credentials import set_password
from webapp.users.passwords import hash_password
from webapp.users.user import User

bp = Blueprint("password", __name__, url_prefix="/password")


class ChangePasswordForm(Form):
    present = PasswordField("Present password", default="")
    password = new_password("New password")


@bp.get("")
@allowed_to()
def edit():
    return render_template("account/password.html", form=ChangePasswordForm())


@bp.post("")
@allowed_to()
def update():
    form, now = ChangePasswordForm(), clock.now()
    if form.validate():
        proof.check(form, "present", now)
    if form.errors:
        return render_template("account/password.html", form=form), 422
    set_password(current_user.id, hash_password(form.password.data), but_session=current_user.session_id)
    auth.note("password changed")
    user = db.session.get_one(User, current_user.id)
    mail_password_changed(user, base_url=context.base_url(), now=now)
    db.session.commit()
    flash("Your password is changed; every other browser is signed out.")
    return go_to("/account")
