"""Settings › Users: who may sign in, where they work and in which roles."""

from flask import Blueprint, current_app, flash, render_template
from flask_login import current_user
from wtforms import BooleanField, SelectField

from webapp import auth, clock, context
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to, load
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form, Ticks, address, any_ticked, one_line, options
from webapp.leaving.deactivating import departure_of
from webapp.messaging.account_mail import mail_email_changed, mail_invitation
from webapp.people.handing_over import move_people, people_owned_by
from webapp.proof import proven
from webapp.toasts import say
from webapp.users.administering import EmailTaken, NobodyInCharge, change_user, invite_user
from webapp.users.listing import user_lines
from webapp.users.office import Office, open_offices
from webapp.users.permission import Permission
from webapp.users.role import Role, roles
from webapp.users.second_factor import standing_of
from webapp.users.session import sessions_of
from webapp.users.user import User, normal_email

bp = Blueprint("users", __name__, url_prefix="/users")


class UserForm(Form):
    name = one_line("Name", missing="Give the name.")
    email = address()
    office_id = SelectField("Office", coerce=int)
    role_ids = Ticks("Roles", coerce=int, validators=[any_ticked("Tick at least one role.")])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.office_id.choices = options((office.id, office.name) for office in open_offices())
        self.role_ids.choices = options((role.id, role.name) for role in roles())

    @property
    def chosen_roles(self) -> list[Role]:
        """The roles that were ticked."""
        return [role for role in roles() if role.id in self.role_ids.data]


class EditUserForm(UserForm):
    people_follow = BooleanField("If the office changes, their people move there too")


@bp.get("")
@allowed_to(Permission.MANAGE_USERS)
def index():
    return render_template("settings/users/index.html", lines=user_lines())


@bp.get("/new")
@allowed_to(Permission.MANAGE_USERS)
def new():
    form = UserForm(office_id=current_user.office_id)
    return render_template("settings/users/new.html", form=form)


@bp.post("")
@allowed_to(Permission.MANAGE_USERS)
def create():
    form, now = UserForm(), clock.now()
    if not form.validate():
        return render_template("settings/users/new.html", form=form), 422
    try:
        user = invite_user(
            form.email.data,
            name=form.name.data,
            office_id=form.office_id.data,
            roles=form.chosen_roles,
            now=now,
        )
    except EmailTaken as refusal:
        db.session.rollback()
        form.refuse(str(refusal), "email")
        return render_template("settings/users/new.html", form=form), 422
    _invite(user, now)
    db.session.commit()
    return go_to("/settings/users")


@bp.get("/<int:user_id>")
@allowed_to(Permission.MANAGE_USERS)
def edit(user_id: int):
    user = load(User, user_id)
    form = EditUserForm(obj=user, role_ids=[role.id for role in user.roles])
    return _page(user, form)


@bp.post("/<int:user_id>")
@allowed_to(Permission.MANAGE_USERS)
@proven
def update(user_id: int):
    user, form, now = load(User, user_id), EditUserForm(), clock.now()
    if not form.validate():
        return _page(user, form), 422
    moves = form.office_id.data != user.office_id
    old_email, before = user.email, ", ".join(role.name for role in user.roles)
    try:
        change_user(
            user,
            email=form.email.data,
            name=form.name.data,
            office_id=form.office_id.data,
            roles=form.chosen_roles,
        )
    except (EmailTaken, NobodyInCharge) as refusal:
        db.session.rollback()
        form.refuse(str(refusal), "email" if isinstance(refusal, EmailTaken) else "role_ids")
        return _page(load(User, user_id), form), 422
    after = ", ".join(role.name for role in user.roles)
    auth.note("user changed", f"{user.email}: {before} → {after}" if before != after else user.email)
    if normal_email(user.email) != normal_email(old_email):
        auth.note("email changed", f"{old_email} → {user.email}")
        mail_email_changed(user, old_email, now=now)
    if moves and form.people_follow.data:
        _let_people_follow(user, now)
    else:
        flash(f"{user.name} is saved.")
    db.session.commit()
    return go_to("/settings/users")


@bp.post("/<int:user_id>/invitation")
@allowed_to(Permission.MANAGE_USERS)
def invite_again(user_id: int):
    user = load(User, user_id)
    if user.password_hash or user.deactivated_at:
        flash(f"{user.name} needs no invitation.")
    else:
        _invite(user, clock.now())
        db.session.commit()
    return go_to(f"/settings/users/{user_id}")


def _invite(user: User, now: int) -> None:
    mail_invitation(user, by=current_user, base_url=context.base_url(), now=now)
    auth.note("user invited", user.email)
    if current_app.config["SETTINGS"]["MUSTER_SMTP_URL"]:
        flash(f"An invitation to {user.email} is on its way.")
    else:
        flash(f"{user.name} is invited. No mail server is set: hand on the link in the outbox yourself.")


def _let_people_follow(user: User, now: int) -> None:
    office = db.session.get_one(Office, user.office_id).name
    title = f"Moved {user.name}'s people to {office}"
    change_set = open_change_set("assign", title, by=current_user, now=now)
    done = move_people(user.id, user.office_id, by=current_user, now=now, change_set=change_set)
    more = "Their people moved too." if done else "Their people move in a moment."
    say(f"{user.name} is saved. {more}", change_set=change_set if done else None)


def _page(user: User, form: EditUserForm) -> str:
    return render_template(
        "settings/users/edit.html",
        user=user,
        form=form,
        sessions=sessions_of(user.id),
        second_factor=standing_of(user.id),
        people=people_owned_by(user.id),
        departure=departure_of(user, now=clock.now()) if user.deactivated_at else None,
    )
