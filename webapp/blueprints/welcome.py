"""What to begin with, after the first run."""

from flask import Blueprint, render_template

from webapp.blueprints.loaders import allowed_to
from webapp.users.permission import Permission

bp = Blueprint("welcome", __name__)


@bp.get("/welcome")
@allowed_to(Permission.SETTINGS)
def show():
    return render_template("welcome.html")
