"""/help: what the ways to put people together are, side by side, and whom to ask."""

from flask import Blueprint, render_template

from webapp.blueprints.loaders import allowed_to

bp = Blueprint("help", __name__, url_prefix="/help")


@bp.get("")
@allowed_to()
def show():
    return render_template("help/show.html")
