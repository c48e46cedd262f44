"""/tags: every tag with its people."""

from flask import Blueprint, render_template
from flask_login import current_user

from webapp.blueprints.loaders import allowed_to
from webapp.criteria.conditions import asking_for
from webapp.db import counters
from webapp.listing.address import Address
from webapp.people.visible import counted_for
from webapp.tags.naming import all_tags

bp = Blueprint("tags", __name__, url_prefix="/tags")


@bp.get("")
@allowed_to()
def index():
    people = counters.read("tag", counted_for(current_user))
    tags = all_tags()
    lists = {tag.id: Address(asking_for("tag", tag.name)).url() for tag in tags}
    return render_template("tags/index.html", tags=tags, people=people, lists=lists)
