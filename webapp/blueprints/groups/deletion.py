"""Deleting a group: what becomes of its people and of its subgroups."""

from flask import Blueprint, request
from flask_login import current_user

from webapp import auth, clock, htmx
from webapp.blueprints.groups.group_page.loading import load_group, places, read_number
from webapp.blueprints.groups.group_page.page import GroupPage
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.groups.ending import delete_group
from webapp.groups.models import Group
from webapp.groups.naming import BadGroup, tree
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("group_deletion", __name__, url_prefix="/groups/<int:group_id>/deletion")


@bp.get("")
@allowed_to(Permission.EDIT_GROUPS)
def ask(group_id: int):
    return _ask(load_group(group_id))


@bp.post("")
@allowed_to(Permission.EDIT_GROUPS)
def create(group_id: int):
    """`people` is 'leave' or 'move' (to the group `into`), `subgroups` 'up' or 'too'."""
    group, moves = load_group(group_id), request.form.get("people") == "move"
    into_id = read_number(request.form.get("into")) if moves else None
    if moves and into_id is None:
        return _ask(group, "Choose the group that takes its people."), 422
    parent_id, into = group.parent_id, load_group(into_id) if into_id else None
    with_subgroups = request.form.get("subgroups") == "too"
    doing = {"with_subgroups": with_subgroups, "by": current_user, "now": clock.now()}
    try:
        change_set, done = delete_group(group, into, **doing)
    except BadGroup as refusal:
        db.session.rollback()
        return _ask(load_group(group_id), str(refusal)), 422
    auth.note("group deleted", group.name)
    db.session.commit()
    follow = "" if done else " Its people follow in the background."
    say(f"The group “{group.name}” is deleted.{follow}", change_set=change_set)
    return htmx.go_to(f"/groups/{parent_id}" if parent_id else "/groups")


def _ask(group: Group, error: str = ""):
    page = GroupPage(group, current_user)
    below = [node.id for node in tree().subtree(group.id)][1:]
    return htmx.render(
        "groups/deletion.html",
        "groups/_deletion.html",
        page_of=page,
        tree=page.tree,
        subgroups=len(below),
        places=[place for place in places(current_user) if place[0] != str(group.id)],
        answer=request.form,
        error=error,
    )
