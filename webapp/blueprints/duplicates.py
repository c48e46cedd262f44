"""/duplicates: people who are probably the same, worked through one pair after another."""

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from webapp import auth, clock, context, htmx
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.db import MOST_ID, db
from webapp.duplicates.due import how_many_wait
from webapp.duplicates.pairs import (
    COUNTED,
    Listed,
    Place,
    before,
    count_for,
    dismiss,
    neighbours,
    pair_after,
    pair_for,
    pairs_for,
    take_up_again,
)
from webapp.imports.differences import count_of_differences, differences_for
from webapp.inputs import number_in
from webapp.merging.comparing import side_by_side
from webapp.people.wording import name_of
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("duplicates", __name__, url_prefix="/duplicates")


@bp.get("")
@allowed_to(Permission.EDIT_PEOPLE)
def index():
    dismissed = request.args.get("show") == "dismissed"
    after = _place()
    differences = [] if dismissed or after else differences_for(current_user)
    differing = {key for one in differences for key in one.proposed}
    page, following = pairs_for(current_user, dismissed=dismissed, after=after)
    return render_template(
        "duplicates/index.html",
        pairs=page,
        following=following,
        dismissed=dismissed,
        number=count_for(current_user),
        most=COUNTED,
        waiting=how_many_wait(current_user),
        differences=differences,
        called={key: name_of(key).rpartition(" › ")[2] for key in differing},
        open_differences=count_of_differences(current_user),
    )


@bp.get("/next")
@allowed_to(Permission.EDIT_PEOPLE)
def follow():
    """The pair after a place, whatever became of the one that stood there; the list when it was the last."""
    place = _place()
    later = place and pair_after(current_user, place)
    return htmx.go_to(later.path if later else "/duplicates")


@bp.get("/<int:first_id>/<int:second_id>")
@allowed_to(Permission.EDIT_PEOPLE)
def show(first_id: int, second_id: int):
    pair = _load(first_id, second_id)
    earlier, later = neighbours(current_user, pair.place)
    return render_template(
        "duplicates/show.html",
        pair=pair,
        compared=side_by_side([first_id, second_id], None, context.the_company().labels),
        earlier=earlier,
        later=later,
        position=before(current_user, pair.place) + 1,
        number=count_for(current_user),
        most=COUNTED,
    )


@bp.post("/<int:first_id>/<int:second_id>/dismissal")
@allowed_to(Permission.EDIT_PEOPLE)
def create(first_id: int, second_id: int):
    """Remember that they are not the same, and go on with the next pair."""
    pair = _load(first_id, second_id)
    later = pair_after(current_user, pair.place)
    if not dismiss(pair, by=auth.viewer(), now=clock.now()):
        abort(409, "Somebody else said so already. Go on with the next pair.")
    db.session.commit()
    say("Remembered: not the same person.", undo=f"{pair.path}/dismissal/undo")
    return htmx.go_to(later.path if later else "/duplicates")


@bp.post("/<int:first_id>/<int:second_id>/dismissal/undo")
@allowed_to(Permission.EDIT_PEOPLE)
def destroy(first_id: int, second_id: int):
    """Put a dismissed pair back on the list."""
    pair = _load(first_id, second_id)
    if not take_up_again(pair):
        abort(409, "This pair is on the list already.")
    db.session.commit()
    say("The pair is on the list again.")
    return htmx.go_to(pair.path)


def _place() -> Place | None:
    """Where on the list the address is; None for the beginning."""
    numbers = [number_in(name) for name in Place._fields]
    return None if None in numbers else Place(*numbers)


def _load(first_id: int, second_id: int) -> Listed:
    """A pair whose both people one sees, else 404."""
    known = max(first_id, second_id) <= MOST_ID
    return load_or_404(known and pair_for(current_user, first_id, second_id))
