"""Ending a user's access, and who takes their people; giving it back."""

from flask import Blueprint, abort, flash, render_template
from flask_login import current_user
from wtforms import SelectField

from webapp import auth, clock
from webapp.blueprints.loaders import allowed_to, load
from webapp.db import db, writing
from webapp.htmx import go_to
from webapp.inputs import Form, options
from webapp.people.handing_over import hand_over, people_owned_by
from webapp.users.administering import NobodyInCharge, deactivate, reactivate
from webapp.users.permission import Permission
from webapp.users.user import User, active_users

bp = Blueprint("deactivation", __name__, url_prefix="/users/<int:user_id>")

NOBODY = 0


class DeactivationForm(Form):
    heir_id = SelectField("Who takes their people?", coerce=int)

    def __init__(self, user: User, **kwargs):
        super().__init__(**kwargs)
        others = [(other.id, other.name) for other in active_users() if other.id != user.id]
        self.heir_id.choices = options([(NOBODY, "Nobody yet: leave them as they are"), *others])


@bp.get("/deactivation")
@allowed_to(Permission.MANAGE_USERS)
def new(user_id: int):
    user = load(User, user_id)
    return _page(user, DeactivationForm(user))


@bp.post("/deactivation")
@allowed_to(Permission.MANAGE_USERS)
def create(user_id: int):
    user, now = load(User, user_id), clock.now()
    if user.id == current_user.id:
        abort(409, "Another administrator must do that for you.")
    form = DeactivationForm(user)
    if not form.validate():
        return _page(user, form), 422
    try:
        deactivate(user, now=now)
    except NobodyInCharge as refusal:
        db.session.rollback()
        form.refuse(str(refusal))
        return _page(load(User, user_id), form), 422
    auth.note("user deactivated", user.email)
    db.session.commit()
    if form.heir_id.data != NOBODY:
        _hand_over(user, form.heir_id.data, now)
    flash(f"{user.name} can no longer sign in.")
    return go_to("/settings/users")


@bp.post("/reactivation")
@allowed_to(Permission.MANAGE_USERS)
def destroy(user_id: int):
    user = load(User, user_id)
    reactivate(user)
    auth.note("user reactivated", user.email)
    db.session.commit()
    flash(f"{user.name} can sign in again.")
    return go_to(f"/settings/users/{user_id}")


def _hand_over(user: User, heir_id: int, now: int) -> None:
    with writing():
        title = f"Gave {user.name}'s people to {db.session.get_one(User, heir_id).name}"
        for _ in hand_over(user.id, title, {"owner_id": heir_id}, by=current_user, now=now):
            db.session.commit()


def _page(user: User, form: DeactivationForm) -> str:
    people = people_owned_by(user.id)
    return render_template("settings/users/deactivate.html", user=user, form=form, people=people)
