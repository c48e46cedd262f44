"""One person: the page, and its timeline in pages."""

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from webapp import htmx
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.page import PersonPage, draw
from webapp.people.merging import whose_now
from webapp.people.record import record_for
from webapp.people.timeline import SHOWS, read_cursor
from webapp.people.trash_list import trashed_for
from webapp.users.permission import Permission

bp = Blueprint("person", __name__, url_prefix="/people/<int:person_id>")


@bp.get("")
@allowed_to()
def show(person_id: int):
    record = record_for(current_user, person_id)
    return draw(PersonPage(record)) if record else _show_hidden(person_id)


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


def _show_hidden(person_id: int):
    """Whoever was merged is whom they became, for who may see that."""
    into_id = whose_now(person_id)
    if into_id and record_for(current_user, into_id):
        return htmx.go_to(f"/people/{into_id}")
    return _show_trashed(person_id)


def _show_trashed(person_id: int):
    """Who may bring somebody back is told that they are in the trash; for all others nobody is there."""
    may_restore = current_user.can(Permission.DELETE_PEOPLE)
    trashed = load_or_404(may_restore and trashed_for(current_user, person_id))
    return render_template("people/trashed.html", trashed=trashed), 404
