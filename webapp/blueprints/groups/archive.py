"""Archiving a group, and bringing it back."""

from flask import Blueprint
from flask_login import current_user

from webapp import auth, clock, htmx
from webapp.blueprints.groups.group_page.loading import load_group
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.groups.arranging import archive_group, bring_group_back
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("group_archive", __name__, url_prefix="/groups/<int:group_id>/archive")


@bp.post("")
@allowed_to(Permission.EDIT_GROUPS)
def create(group_id: int):
    group = load_group(group_id)
    if group.archived_at is None:
        change_set = archive_group(group, by=current_user, now=clock.now())
        auth.note("group archived", group.name)
        say(f"“{group.name}” is archived. Its people stay in it.", change_set=change_set)
        db.session.commit()
    return htmx.go_to(f"/groups/{group_id}")


@bp.post("/end")
@allowed_to(Permission.EDIT_GROUPS)
def destroy(group_id: int):
    group = load_group(group_id)
    if group.archived_at is not None:
        change_set = bring_group_back(group, by=current_user, now=clock.now())
        auth.note("group brought back", group.name)
        say(f"“{group.name}” is back.", change_set=change_set)
        db.session.commit()
    return htmx.go_to(f"/groups/{group_id}")
