"""Signing in and out."""

from flask import Blueprint, render_template, request
from flask_login import current_user
from wtforms import BooleanField, PasswordField

from webapp import auth, clock, known_browsers
from webapp.activity.audit import audit_aside
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form, one_line
from webapp.users.session import end_session
from webapp.users.signing_in import TooManyTries, Tries, who_signs_in

bp = Blueprint("sign_in", __name__)


class SignInForm(Form):
    email = one_line("Email", missing="Type the address of your account.")
    password = PasswordField("Password", default="")
    remember = BooleanField("Stay signed in on this computer")


@bp.get("/sign-in")
def new():
    if auth.viewer():
        return go_to(auth.own_path(request.args.get("next")))
    return render_template("sign_in.html", form=SignInForm())


@bp.post("/sign-in")
def create():
    form, now = SignInForm(), clock.now()
    if not form.validate():
        return render_template("sign_in.html", form=form), 422
    tries = Tries(form.email.data, auth.address(), known_browsers.name_for(form.email.data))
    try:
        tries.count(now)
    except TooManyTries:
        form.refuse("That was tried too often. Wait a quarter of an hour, or choose a new password by mail.")
        return render_template("sign_in.html", form=form), 429
    user_id = who_signs_in(form.email.data, form.password.data)
    if user_id is None:
        audit_aside("sign-in failed", form.email.data, by_id=None, address=auth.address(), now=now)
        form.refuse("No account has this email and password.")
        return render_template("sign_in.html", form=form), 422
    tries.succeeded(now)
    following = auth.own_path(request.args.get("next"))
    there = auth.let_in(user_id, form.email.data, stays=form.remember.data, now=now, to=following)
    db.session.commit()
    return go_to(there)


@bp.post("/sign-out")
@allowed_to()
def destroy():
    end_session(current_user.session_id)
    auth.note("signed out")
    db.session.commit()
    auth.sign_out()
    return go_to("/sign-in")
