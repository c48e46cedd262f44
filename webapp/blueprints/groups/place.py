"""The place of a group: asked for in a dialog, or dropped in the tree."""

from flask import Blueprint, request
from flask_login import current_user

from webapp import auth, clock, htmx
from webapp.blueprints.groups.group_page.loading import load_group, places, read_number
from webapp.blueprints.groups.group_page.tree import GroupTree
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.groups.arranging import move_group
from webapp.groups.models import Group
from webapp.groups.naming import BadGroup, tree
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("group_place", __name__, url_prefix="/groups/<int:group_id>/place")


@bp.get("")
@allowed_to(Permission.EDIT_GROUPS)
def edit(group_id: int):
    return _ask(load_group(group_id))


@bp.post("")
@allowed_to(Permission.EDIT_GROUPS)
def update(group_id: int):
    """Below `parent` ('' for the top) as the last, or `side` ('before', 'after') of the group `beside`.

    From the tree (`shown`: the group whose page one sees, or '') a refusal is told there.
    """
    group = load_group(group_id)
    parent_id, index = _wanted(group)
    try:
        change_set = move_group(group, parent_id, index=index, by=current_user, now=clock.now())
    except BadGroup as refusal:
        db.session.rollback()
        if "shown" not in request.form:
            return _ask(load_group(group_id), str(refusal)), 422
        say(str(refusal), bad=True)
        return htmx.go_to(_back(group_id))
    if change_set is not None:
        auth.note("group moved", tree().shown(group.id))
        say(_sentence(group), change_set=change_set)
    db.session.commit()
    return htmx.go_to(_back(group_id))


def _wanted(group: Group) -> tuple[int | None, int | None]:
    beside = read_number(request.form.get("beside"))
    if beside is None:
        parent_id = read_number(request.form.get("parent"))
        return (load_group(parent_id).id if parent_id else None), None
    sibling = load_group(beside)
    ids = [node.id for node in tree().children(sibling.parent_id) if node.id != group.id]
    index = ids.index(sibling.id) if sibling.id in ids else 0
    return sibling.parent_id, index + (request.form.get("side") == "after")


def _back(group_id: int) -> str:
    shown = read_number(request.form.get("shown", str(group_id)))
    return f"/groups/{shown}" if shown else "/groups"


def _sentence(group: Group) -> str:
    *above, _ = tree().ancestry(group.id)
    where = f"below “{above[-1].name}”" if above else "on top"
    return f"“{group.name}” stands {where} now."


def _ask(group: Group, error: str = ""):
    return htmx.render(
        "groups/place.html",
        "groups/_place.html",
        group=group,
        places=places(current_user, but_below=group.id),
        error=error,
        tree=GroupTree(current_user),
    )
