"""The name of a group, changed where it stands."""

from flask import Blueprint, request
from flask_login import current_user

from webapp import auth, clock, htmx
from webapp.blueprints.groups.group_page.loading import load_group
from webapp.blueprints.groups.group_page.tree import GroupTree
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.groups.arranging import rename_group
from webapp.groups.models import Group
from webapp.groups.naming import BadGroup
from webapp.inputs import Form, kept_by, one_line
from webapp.naming import LONGEST
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("group_name", __name__, url_prefix="/groups/<int:group_id>/name")


class NameForm(Form):
    name = one_line("Name", missing="Give the group a name.", most=LONGEST)


@bp.get("")
@allowed_to(Permission.EDIT_GROUPS)
def edit(group_id: int):
    group = load_group(group_id)
    return _ask(group, NameForm(obj=group))


@bp.post("")
@allowed_to(Permission.EDIT_GROUPS)
def update(group_id: int):
    group, form, done = load_group(group_id), NameForm(), []
    before = group.name
    if not kept_by(
        form,
        BadGroup,
        lambda: done.append(rename_group(group, form.name.data, by=current_user, now=clock.now())),
    ):
        return _ask(group, form), 422
    if done[0] is None:
        db.session.rollback()
        return htmx.go_to(f"/groups/{group_id}")
    auth.note("group renamed", f"{before} → {group.name}")
    db.session.commit()
    say(f"The group is called “{group.name}” now.", change_set=done[0])
    return htmx.go_to(f"/groups/{group_id}")


def _ask(group: Group, form: NameForm):
    """In its place on the page, or for the menu of the tree (`of=tree`) as a dialog."""
    in_tree = request.values.get("of") == "tree"
    part = "groups/_name_dialog.html" if in_tree else "groups/_name_form.html"
    tree = GroupTree(current_user)
    return htmx.render("groups/name.html", part, group=group, form=form, in_tree=in_tree, tree=tree)
