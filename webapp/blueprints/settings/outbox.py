"""Settings › Outbox: Muster's own mails. What they say opens accounts, so only who manages users reads it."""

from flask import Blueprint, current_app, flash, render_template
from flask_login import current_user

from webapp import auth, clock
from webapp.blueprints.loaders import allowed_to, load
from webapp.context import the_company
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import number_in
from webapp.messaging.models import SystemMail
from webapp.messaging.outbox import newest_mails, queue_mail
from webapp.users.permission import Permission

bp = Blueprint("outbox", __name__, url_prefix="/outbox")

PAGE = 50
TEST_LIFE_SECONDS = 3600


@bp.get("")
@allowed_to(Permission.SETTINGS)
def index():
    mails = newest_mails(before=number_in("before"), limit=PAGE + 1)
    return render_template(
        "settings/outbox/index.html",
        mails=mails[:PAGE],
        following=mails[PAGE - 1].id if len(mails) > PAGE else None,
        has_server=bool(current_app.config["SETTINGS"]["MUSTER_SMTP_URL"]),
    )


@bp.get("/<int:mail_id>")
@allowed_to(Permission.MANAGE_USERS)
def show(mail_id: int):
    return render_template("settings/outbox/show.html", mail=load(SystemMail, mail_id))


@bp.post("/test")
@allowed_to(Permission.SETTINGS)
def create_test():
    queue_mail(
        "test",
        current_user.email,
        now=clock.now(),
        life=TEST_LIFE_SECONDS,
        company=the_company().name,
        name=current_user.name,
    )
    auth.note("test mail", current_user.email)
    db.session.commit()
    flash(f"A test mail to {current_user.email} is on its way.")
    return go_to("/settings/outbox")
