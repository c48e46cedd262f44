"""`/groups/7/why/12`: why somebody is in a group, or is not."""

from flask import Blueprint, render_template
from flask_login import current_user

from webapp import clock, context
from webapp.blueprints.groups.group_page.loading import load_group
from webapp.blueprints.loaders import allowed_to, load_person
from webapp.smart_groups.why import why

bp = Blueprint("group_why", __name__, url_prefix="/groups/<int:group_id>/why")


@bp.get("/<int:person_id>")
@allowed_to()
def show(group_id: int, person_id: int):
    person = load_person(person_id, for_user=current_user)
    group = load_group(group_id)
    found = why(group, person.id, context.the_company().labels, now=clock.now())
    return render_template("groups/why.html", group=group, person=person, why=found)
