"""The link in the mail to an address that a user wants to sign in with: opening it asks, its form acts."""

from flask import Blueprint, flash, render_template

from webapp import auth, clock
from webapp.activity.audit import audit
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form
from webapp.messaging.account_mail import mail_email_changed
from webapp.users.administering import EmailTaken
from webapp.users.link import OpenLink, find_link
from webapp.users.own_email import LinkUsedUp, take_email

bp = Blueprint("new_email", __name__, url_prefix="/new-email/<token>")


@bp.get("")
def edit(token: str):
    link = find_link(token, "new_email", now=clock.now())
    return _page(link, Form()) if link else _gone()


@bp.post("")
def update(token: str):
    form, now = Form(), clock.now()
    link = find_link(token, "new_email", now=now)
    if not link:
        return _gone()
    try:
        user = take_email(link, now=now)
    except LinkUsedUp:
        db.session.rollback()
        return _gone()
    except EmailTaken as refusal:
        db.session.rollback()
        form.refuse(str(refusal))
        return _page(link, form), 422
    mail_email_changed(user, link.email, now=now)
    audit("email changed", f"{link.email} → {user.email}", by_id=user.id, address=auth.address(), now=now)
    db.session.commit()
    flash(f"From now on you sign in with {user.email}.")
    return go_to("/account")


def _page(link: OpenLink, form: Form) -> str:
    return render_template("new_email/edit.html", link=link, form=form)


def _gone():
    return render_template("new_email/gone.html"), 404
