"""/tags: every tag with its people."""

from flask import Blueprint, render_template
from flask_login import current_user

from webapp.blueprints.loaders import allowed_to
from webapp.db import counters
from webapp.people.visible import counted_for
from webapp.tags.naming import all_tags

bp = Blueprint("tags", __name__, url_prefix="/tags")


@bp.get("")
@allowed_to()
def index():
    people = counters.read("tag", counted_for(current_user))
    return render_template("tags/index.html", tags=all_tags(), people=people)
