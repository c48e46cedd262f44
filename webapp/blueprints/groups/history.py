"""`/groups/7/history`: how large a group was over time, and who was in it on a day."""

from datetime import date

from flask import Blueprint, abort, request
from flask_login import current_user

from webapp import clock, context, htmx
from webapp.blueprints.groups.group_page.history import Chart, LookBack
from webapp.blueprints.groups.group_page.loading import load_group
from webapp.blueprints.loaders import allowed_to

bp = Blueprint("group_history", __name__, url_prefix="/groups/<int:group_id>/history")


@bp.get("")
@allowed_to()
def show(group_id: int):
    group = load_group(group_id)
    chart = Chart(group.id, current_user, request.args.get("span", ""), now=clock.now())
    asker, text = context.the_asker(), request.args.get("on", "")
    looked = LookBack(group.id, current_user, _day(text), asker) if text else None
    return htmx.render("groups/history.html", "groups/_history.html", group=group, chart=chart, looked=looked)


def _day(text: str) -> date:
    """The day that somebody typed; 422 with a sentence for none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        abort(422, "Write the day as 2026-10-01.")
    if not 1970 <= found.year < 3000:
        abort(422, "Choose a day between 1970 and 3000.")
    return found
