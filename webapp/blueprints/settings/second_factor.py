"""Settings › Second factor: whether everybody must have one, and who has none."""

from flask import Blueprint, flash, render_template
from flask_login import current_user
from wtforms import BooleanField

from webapp import auth, clock, context
from webapp.blueprints.loaders import allowed_to, load
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form
from webapp.messaging.account_mail import mail_second_factor
from webapp.proof import proven
from webapp.users.permission import Permission
from webapp.users.second_factor import is_required, require, standing_of, switch_off, users_without
from webapp.users.user import User

bp = Blueprint("second_factor", __name__)


class RequiredForm(Form):
    required = BooleanField("Everybody must have a second factor")


@bp.get("/second-factor")
@allowed_to(Permission.MANAGE_USERS)
def show():
    return _page(RequiredForm(data={"required": is_required()}))


@bp.post("/second-factor")
@allowed_to(Permission.MANAGE_USERS)
@proven
def update():
    form = RequiredForm()
    if form.required.data and standing_of(current_user.id) is None:
        form.refuse("Set up your own first, under Preferences, so that you know the way.", "required")
        return _page(form), 422
    if require(form.required.data):
        auth.note("second factor required" if form.required.data else "second factor no longer required")
        db.session.commit()
    flash("Everybody must have a second factor." if form.required.data else "A second factor is up to each.")
    return go_to("/settings/second-factor")


@bp.post("/users/<int:user_id>/second-factor/off")
@allowed_to(Permission.MANAGE_USERS)
@proven
def destroy(user_id: int):
    user = load(User, user_id)
    if switch_off(user.id, but_session=current_user.session_id):
        auth.note("second factor switched off", user.email)
        happened = f"{current_user.name} switched off the second factor of your account"
        mail_second_factor(user, happened, base_url=context.base_url(), now=clock.now())
        db.session.commit()
        flash(f"{user.name}'s second factor is off; they are signed out everywhere.")
    return go_to(f"/settings/users/{user_id}")


def _page(form: RequiredForm) -> str:
    return render_template("settings/second_factor.html", form=form, without=users_without())
