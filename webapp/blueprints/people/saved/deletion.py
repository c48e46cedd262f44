"""Deleting a saved segment, and taking that back."""

from flask import Blueprint

from webapp import auth, clock, htmx
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.blueprints.people.saved.loading import load_to_change
from webapp.db import db
from webapp.saved_segments.keeping import retire, retired_of, take_back
from webapp.toasts import say

bp = Blueprint("saved_deletion", __name__, url_prefix="/people/saved/<int:saved_id>")


@bp.post("/deletion")
@allowed_to()
def destroy(saved_id: int):
    saved = load_to_change(saved_id)
    retire(saved, now=clock.now())
    db.session.commit()
    say(f"The saved segment “{saved.name}” is deleted.", undo=f"/people/saved/{saved_id}/restoring")
    return htmx.go_to("/people/saved")


@bp.post("/restoring")
@allowed_to()
def restore(saved_id: int):
    saved = load_or_404(retired_of(auth.viewer(), saved_id))
    take_back(saved)
    db.session.commit()
    say(f"The saved segment “{saved.name}” is back.")
    return htmx.go_to("/people/saved")
