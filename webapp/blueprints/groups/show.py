"""One group: its page, and the menu of what can be done with it."""

from flask import Blueprint, render_template
from flask_login import current_user

from webapp import htmx
from webapp.blueprints.groups.group_page.loading import load_group
from webapp.blueprints.groups.group_page.page import GroupPage
from webapp.blueprints.loaders import allowed_to
from webapp.users.permission import Permission

bp = Blueprint("group", __name__, url_prefix="/groups/<int:group_id>")


@bp.get("")
@allowed_to()
def show(group_id: int):
    page = GroupPage(load_group(group_id), current_user)
    return render_template("groups/show.html", page_of=page, tree=page.tree)


@bp.get("/menu")
@allowed_to(Permission.EDIT_GROUPS)
def menu(group_id: int):
    page = GroupPage(load_group(group_id), current_user)
    return htmx.render("groups/menu.html", "groups/_menu.html", page_of=page, tree=page.tree)
