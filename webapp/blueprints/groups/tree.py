"""/groups: the tree, and the groups on top of it."""

from flask import Blueprint, render_template
from flask_login import current_user

from webapp.blueprints.groups.group_page.tree import GroupTree
from webapp.blueprints.loaders import allowed_to

bp = Blueprint("groups", __name__, url_prefix="/groups")


@bp.get("")
@allowed_to()
def index():
    return render_template("groups/index.html", tree=GroupTree(current_user))
