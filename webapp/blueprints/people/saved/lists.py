"""All saved segments of somebody, and the list of people that each stands for."""

from flask import Blueprint, render_template, request

from webapp import auth, context, htmx
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.saved.loading import load_saved, shown_of
from webapp.db import db
from webapp.inputs import order_wanted
from webapp.listing.address import Address
from webapp.listing.counts import CAP
from webapp.listing.opening import open_list
from webapp.saved_segments.keeping import put_in_order, saved_for

bp = Blueprint("saved_lists", __name__, url_prefix="/people/saved")


@bp.get("")
@allowed_to()
def index():
    return render_template("people/saved/index.html", all=list(map(shown_of, saved_for(auth.viewer()))))


@bp.post("/order")
@allowed_to()
def reorder():
    own = [saved.id for saved in saved_for(auth.viewer()) if saved.owner_id == auth.viewer().id]
    put_in_order(order_wanted(own), by=auth.viewer())
    db.session.commit()
    return htmx.go_to("/people/saved") if not htmx.wants_part() else index()


@bp.get("/<int:saved_id>")
@allowed_to()
def show(saved_id: int):
    """Its list; where it has none any more, what is wrong with it."""
    shown = shown_of(load_saved(saved_id))
    if not shown.wrong:
        return htmx.go_to(shown.url)
    return render_template("people/saved/broken.html", shown=shown), 422


@bp.get("/<int:saved_id>/number")
@allowed_to()
def number(saved_id: int):
    """Its line in the sidebar with how many it finds, and how many of them are overdue."""
    shown, late, found = shown_of(load_saved(saved_id)), None, None
    if not shown.wrong:
        asker = context.the_asker()
        found = open_list(Address(shown.text), asker).counted(CAP)
        if shown.saved.reminder_days is not None:
            late = open_list(Address(shown.text, overdue=saved_id), asker).counted(CAP)
    here = request.args.get("q", "")
    return render_template(
        "people/saved/_entry.html",
        entry={"saved": shown.saved, "shown": shown, "found": found, "late": late, "here": here},
        cap=CAP,
    )
