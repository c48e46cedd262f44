"""Merging a group into another one."""

from flask import Blueprint, request
from flask_login import current_user

from webapp import auth, clock, htmx
from webapp.blueprints.groups.group_page.loading import load_group, places, read_number
from webapp.blueprints.groups.group_page.page import GroupPage
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.groups.ending import merge_groups
from webapp.groups.models import Group
from webapp.groups.naming import BadGroup
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("group_merging", __name__, url_prefix="/groups/<int:group_id>/merging")


@bp.get("")
@allowed_to(Permission.EDIT_GROUPS)
def ask(group_id: int):
    return _ask(load_group(group_id))


@bp.post("")
@allowed_to(Permission.EDIT_GROUPS)
def create(group_id: int):
    group, into_id = load_group(group_id), read_number(request.form.get("into"))
    if into_id is None:
        return _ask(group, "Choose the group that takes its people."), 422
    into = load_group(into_id)
    try:
        change_set, done = merge_groups(group, into, by=current_user, now=clock.now())
    except BadGroup as refusal:
        db.session.rollback()
        return _ask(load_group(group_id), str(refusal)), 422
    auth.note("groups merged", f"{group.name} → {into.name}")
    db.session.commit()
    follow = "" if done else " Its people follow in the background."
    say(f"“{group.name}” is merged into “{into.name}”.{follow}", change_set=change_set)
    return htmx.go_to(f"/groups/{into_id}")


def _ask(group: Group, error: str = ""):
    page = GroupPage(group, current_user)
    return htmx.render(
        "groups/merging.html",
        "groups/_merging.html",
        page_of=page,
        tree=page.tree,
        places=[place for place in places(current_user) if place[0] != str(group.id)],
        error=error,
    )
