"""Stopping an action that the jobs process is at."""

from flask import Blueprint
from flask_login import current_user

from webapp import clock, htmx
from webapp.blueprints.bulk.loading import CHANGING
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.bulk.models import BulkRun
from webapp.bulk.running import stop
from webapp.changes.listing import deed_for
from webapp.db import db
from webapp.toasts import say

bp = Blueprint("bulk_runs", __name__, url_prefix="/bulk/runs/<int:change_set_id>")


@bp.post("/stop")
@allowed_to(*CHANGING)
def create(change_set_id: int):
    """Leave whoever was not dealt with yet as they are; what is done stays, and can be taken back."""
    deed = deed_for(current_user, change_set_id)
    run = load_or_404(deed and db.session.get(BulkRun, change_set_id))
    stopped = stop(run, now=clock.now())
    db.session.commit()
    say("Stopped. Whoever was not changed yet stays as they are." if stopped else "It was done already.")
    return htmx.go_to(f"/changes/{change_set_id}")
