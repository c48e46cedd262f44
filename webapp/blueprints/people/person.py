"""One person: the page, and its timeline in pages."""

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from webapp import htmx
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.person_page import PersonPage, draw, load_record
from webapp.people.timeline import SHOWS, read_cursor

bp = Blueprint("person", __name__, url_prefix="/people/<int:person_id>")


@bp.get("")
@allowed_to()
def show(person_id: int):
    return draw(PersonPage(load_record(person_id, for_user=current_user)))


@bp.get("/timeline")
@allowed_to()
def timeline(person_id: int):
    """Only what people did or what happened by itself, and what was earlier than `before`."""
    record = load_record(person_id, for_user=current_user)
    wanted = request.args.get("show", "all")
    try:
        before = read_cursor(request.args["before"]) if "before" in request.args else None
    except ValueError:
        abort(400, "This part of the timeline does not exist. Go back to the person.")
    page = PersonPage(record, show=wanted if wanted in SHOWS else "all", before=before)
    if not htmx.wants_part():
        return draw(page)
    return render_template("people/_entries.html" if before else "people/_timeline.html", person=page)
