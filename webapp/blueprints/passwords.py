"""A forgotten password: asking for a link by mail, and choosing a new one with it."""

from flask import Blueprint, abort, render_template

from webapp import auth, clock, context
from webapp.activity.audit import audit
from webapp.db import db
from webapp.db.throttle import tries
from webapp.htmx import go_to
from webapp.inputs import Form, address, new_password
from webapp.messaging.account_mail import mail_password_changed, mail_reset
from webapp.users.credentials import set_password
from webapp.users.link import OpenLink, find_link, use_link
from webapp.users.passwords import hash_password
from webapp.users.user import User, normal_email, user_with_email

bp = Blueprint("passwords", __name__)

HOUR = 3600
ASKED_FROM_ONE_ADDRESS = 30
MAILS_TO_ONE_ACCOUNT = 3


class ForgottenForm(Form):
    email = address()


class PasswordForm(Form):
    password = new_password("New password")


@bp.get("/password")
def new():
    return render_template("passwords/new.html", form=ForgottenForm())


@bp.post("/password")
def create():
    form, now = ForgottenForm(), clock.now()
    if not form.validate():
        return render_template("passwords/new.html", form=form), 422
    if tries(f"reset from {auth.address()}", per_seconds=HOUR, now=now) > ASKED_FROM_ONE_ADDRESS:
        abort(429)
    wanted = tries(f"reset of {normal_email(form.email.data)}", per_seconds=HOUR, now=now)
    user = user_with_email(form.email.data)
    audit("password link asked for", form.email.data, by_id=None, address=auth.address(), now=now)
    if user and user.deactivated_at is None and wanted <= MAILS_TO_ONE_ACCOUNT:
        mail_reset(user, base_url=context.base_url(), now=now)
    db.session.commit()
    return render_template("passwords/sent.html")


@bp.get("/password/<token>")
def edit(token: str):
    if not find_link(token, "reset", now=clock.now()):
        return render_template("passwords/gone.html"), 404
    return render_template("passwords/edit.html", form=PasswordForm())


@bp.post("/password/<token>")
def update(token: str):
    form, now = PasswordForm(), clock.now()
    link = find_link(token, "reset", now=now)
    if not link:
        return render_template("passwords/gone.html"), 404
    if not form.validate():
        return render_template("passwords/edit.html", form=form), 422
    hashed = hash_password(form.password.data)
    if not use_link(link, now=now):
        return render_template("passwords/gone.html"), 404
    set_password(link.user_id, hashed)
    _tell_of_change(link, now)
    there = auth.let_in(link.user_id, link.email, stays=False, now=now)
    db.session.commit()
    return go_to(there)


def _tell_of_change(link: OpenLink, now: int) -> None:
    audit("password set by mail", link.email, by_id=link.user_id, address=auth.address(), now=now)
    mail_password_changed(db.session.get_one(User, link.user_id), base_url=context.base_url(), now=now)
