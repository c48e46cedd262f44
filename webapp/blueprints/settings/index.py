"""`/settings`: what can be set, and where."""

from flask import Blueprint, render_template

from webapp.blueprints.loaders import allowed_to
from webapp.users.permission import Permission

bp = Blueprint("index", __name__)


@bp.get("")
@allowed_to(
    Permission.SETTINGS,
    Permission.MANAGE_USERS,
    Permission.EDIT_TAGS,
    Permission.EDIT_SEGMENTS,
    Permission.ERASE_PEOPLE,
)
def show():
    return render_template("settings/index.html")
