"""Changing one's own password."""

from flask import Blueprint, current_app, flash, render_template
from flask_login import current_user
from wtforms import PasswordField

from webapp import auth, clock
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form, new_password
from webapp.messaging.account_mail import mail_password_changed
from webapp.users.credentials import set_password
from webapp.users.passwords import hash_password
from webapp.users.signing_in import TooManyTries, Tries, who_signs_in
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
        _check_present(form, now)
    if form.errors:
        return render_template("account/password.html", form=form), 422
    set_password(current_user.id, hash_password(form.password.data), but_session=current_user.session_id)
    auth.note("password changed")
    base_url = current_app.config["SETTINGS"]["MUSTER_BASE_URL"]
    mail_password_changed(db.session.get_one(User, current_user.id), base_url=base_url, now=now)
    db.session.commit()
    flash("Your password is changed; every other browser is signed out.")
    return go_to("/account")


def _check_present(form: ChangePasswordForm, now: int) -> None:
    tries = Tries(current_user.email, auth.address(), known=f"session {current_user.session_id}")
    try:
        tries.count(now)
    except TooManyTries:
        form.refuse("That was tried too often. Wait a quarter of an hour.", "present")
        return
    if who_signs_in(current_user.email, form.present.data) != current_user.id:
        form.refuse("This is not your present password.", "present")
    else:
        tries.succeeded(now)
