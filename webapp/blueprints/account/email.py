"""Asking to sign in with another address; a link that is mailed there makes it so (new_email.py)."""

from flask import Blueprint, current_app, flash, render_template
from flask_login import current_user

from webapp import auth, clock, context
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.db.throttle import tries
from webapp.htmx import go_to
from webapp.inputs import Form, address
from webapp.messaging.account_mail import mail_new_email
from webapp.proof import proven
from webapp.users.administering import EmailTaken
from webapp.users.own_email import require_free
from webapp.users.user import User

bp = Blueprint("email", __name__, url_prefix="/email")

HOUR = 3600
MAILS_AN_HOUR = 5


class NewEmailForm(Form):
    email = address("New email")


@bp.get("")
@allowed_to()
def edit():
    return render_template("account/email.html", form=NewEmailForm())


@bp.post("")
@allowed_to()
@proven
def update():
    form, now = NewEmailForm(), clock.now()
    if not form.validate():
        return render_template("account/email.html", form=form), 422
    if tries(f"new email of {current_user.id}", per_seconds=HOUR, now=now) > MAILS_AN_HOUR:
        form.refuse("That was tried too often. Wait an hour.")
        return render_template("account/email.html", form=form), 429
    try:
        require_free(form.email.data)
    except EmailTaken as refusal:
        form.refuse(str(refusal), "email")
        return render_template("account/email.html", form=form), 422
    user = db.session.get_one(User, current_user.id)
    mail_new_email(user, form.email.data, base_url=context.base_url(), now=now)
    auth.note("new email asked for", form.email.data)
    db.session.commit()
    if current_app.config["SETTINGS"]["MUSTER_SMTP_URL"]:
        flash(f"A mail to {form.email.data} is on its way. Its link makes the address yours.")
    else:
        flash("No mail server is set: ask an administrator for the link, which waits in the outbox.")
    return go_to("/account")
