"""Settings › Roles: what each allows, and what a change of that means for whom."""

from flask import Blueprint, abort, flash, render_template, request
from sqlalchemy import func, select

from webapp import auth, context
from webapp.blueprints.loaders import allowed_to, load
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form, Ticks, one_line, options
from webapp.users.administering import NobodyInCharge
from webapp.users.permission import Permission, sentences
from webapp.users.role import Role, UserRole, roles
from webapp.users.role_changes import NameTaken, add_role, change_role, effects, has_members

bp = Blueprint("roles", __name__, url_prefix="/roles")


class RoleForm(Form):
    name = one_line("Name", missing="Give the role a name.", most=60)
    permissions = Ticks("It allows to")

    def __init__(self, *args, **given):
        super().__init__(*args, **given)
        self.permissions.choices = options((p.value, words) for p, words in _sentences().items())


@bp.get("")
@allowed_to(Permission.MANAGE_USERS)
def index():
    members = db.session.execute(select(UserRole.role_id, func.count()).group_by(UserRole.role_id)).all()
    return render_template(
        "settings/roles/index.html", roles=roles(), members=dict(members), sentences=_sentences()
    )


@bp.get("/new")
@allowed_to(Permission.MANAGE_USERS)
def new():
    return render_template("settings/roles/edit.html", role=None, form=RoleForm())


@bp.post("")
@allowed_to(Permission.MANAGE_USERS)
def create():
    form = RoleForm()
    try:
        if form.validate():
            role = add_role(name=form.name.data, permissions=form.permissions.data)
    except NameTaken as refusal:
        db.session.rollback()
        form.refuse(str(refusal), "name")
    if form.errors:
        return render_template("settings/roles/edit.html", role=None, form=form), 422
    auth.note("role added", f"{role.name}: {', '.join(role.permissions)}")
    db.session.commit()
    return go_to("/settings/roles")


@bp.get("/<int:role_id>")
@allowed_to(Permission.MANAGE_USERS)
def edit(role_id: int):
    role = load(Role, role_id)
    return render_template("settings/roles/edit.html", role=role, form=RoleForm(obj=role))


@bp.post("/<int:role_id>")
@allowed_to(Permission.MANAGE_USERS)
def update(role_id: int):
    role, form = load(Role, role_id), RoleForm()
    if not form.validate():
        return render_template("settings/roles/edit.html", role=role, form=form), 422
    before = set(role.permissions)
    what_for_whom = effects(role, form.permissions.data)
    if what_for_whom and "confirmed" not in request.form:
        return render_template(
            "settings/roles/confirm.html", role=role, form=form, effects=what_for_whom, sentences=_sentences()
        )
    try:
        change_role(role, name=form.name.data, permissions=form.permissions.data)
    except (NameTaken, NobodyInCharge) as refusal:
        db.session.rollback()
        form.refuse(str(refusal), "name" if isinstance(refusal, NameTaken) else "permissions")
        return render_template("settings/roles/edit.html", role=load(Role, role_id), form=form), 422
    auth.note("role changed", f"{role.name}: {_difference(before, set(role.permissions))}")
    db.session.commit()
    flash(f"{role.name} is saved.")
    return go_to("/settings/roles")


@bp.post("/<int:role_id>/delete")
@allowed_to(Permission.MANAGE_USERS)
def destroy(role_id: int):
    role = load(Role, role_id)
    if has_members(role):
        abort(409, "Users have this role. Give them another first.")
    auth.note("role deleted", role.name)
    db.session.delete(role)
    db.session.commit()
    flash(f"{role.name} is gone.")
    return go_to("/settings/roles")


def _difference(before: set[str], after: set[str]) -> str:
    return ", ".join([f"+{p}" for p in sorted(after - before)] + [f"-{p}" for p in sorted(before - after)])


def _sentences() -> dict[Permission, str]:
    return sentences(context.the_company().labels)
