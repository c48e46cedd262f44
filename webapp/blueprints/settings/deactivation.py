"""Ending a user's access, and who takes what is theirs; giving it back."""

from flask import Blueprint, abort, flash, render_template
from flask_login import current_user
from wtforms import BooleanField, SelectField

from webapp import auth, clock
from webapp.blueprints.loaders import allowed_to, load
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form, options
from webapp.leaving.belongings import numbers_of
from webapp.leaving.deactivating import Heirs, deactivate, unfinished_work
from webapp.leaving.next_steps import next_steps_of
from webapp.people.handing_over import people_owned_by
from webapp.toasts import say
from webapp.users.administering import NobodyInCharge, reactivate
from webapp.users.permission import Permission
from webapp.users.user import User, active_users

bp = Blueprint("deactivation", __name__, url_prefix="/users/<int:user_id>")

NOBODY = 0


class DeactivationForm(Form):
    heir_id = SelectField("Who takes their people?", coerce=int)
    work_id = SelectField("Who takes their groups, processes and what they shared?", coerce=int)
    private = BooleanField("Their private saved segments and selections go there too")

    def __init__(self, user: User, **kwargs):
        super().__init__(**kwargs)
        others = [(other.id, other.name) for other in active_users() if other.id != user.id]
        self.heir_id.choices = options([(NOBODY, "Nobody yet: leave them as they are"), *others])
        self.work_id.choices = options([(NOBODY, "Nobody yet: leave it as it is"), *others])

    @property
    def heirs(self) -> Heirs:
        """Who was chosen."""
        return Heirs(self.heir_id.data or None, self.work_id.data or None, self.private.data)


@bp.get("/deactivation")
@allowed_to(Permission.MANAGE_USERS)
def new(user_id: int):
    user = load(User, user_id)
    return _page(user, DeactivationForm(user, work_id=current_user.id))


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
        change_set, done = deactivate(user, form.heirs, by=current_user, now=now)
    except NobodyInCharge as refusal:
        db.session.rollback()
        form.refuse(str(refusal))
        return _page(load(User, user_id), form), 422
    auth.note("user deactivated", user.email)
    db.session.commit()
    more = "" if done else " Their people are given away in a moment."
    say(f"{user.name} can no longer sign in.{more}", change_set=change_set if done else None)
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


def _page(user: User, form: DeactivationForm) -> str:
    return render_template(
        "settings/users/deactivate.html",
        user=user,
        form=form,
        people=people_owned_by(user.id),
        steps=next_steps_of(user.id),
        numbers=numbers_of(user.id),
        unfinished=unfinished_work(user.id),
    )
