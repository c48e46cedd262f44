"""/duplicates/differences/7: what a row of an import says of somebody otherwise, value by value."""

from typing import NamedTuple

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from webapp import auth, clock, context, htmx
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.db import MOST_ID, db
from webapp.fields.catalogue import catalogue
from webapp.imports.differences import (
    CannotSettle,
    Difference,
    ask_again,
    count_of_differences,
    difference_before,
    difference_for,
    differences_for,
    settle,
)
from webapp.people.editing import EditConflict
from webapp.people.wording import Wording
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("differences", __name__, url_prefix="/duplicates/differences/<int:difference_id>")

CHANGED = "Somebody changed one of these values meanwhile. Look at them again, then decide."
KEEP_ALL, TAKE_ALL = "keep", "take"


class Line(NamedTuple):
    """One value: what it is called, how it is in words, and how the file has it."""

    key: str
    label: str
    present: str
    proposed: str


@bp.get("")
@allowed_to(Permission.EDIT_PEOPLE)
def show(difference_id: int):
    return _show(_load(difference_id))


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def create(difference_id: int):
    """Take over the ticked values (`take`), or by the button (`all`) everything or nothing."""
    difference = _load(difference_id)
    take = set(request.form.getlist("take"))
    if "all" in request.form:
        take = set(difference.proposed) if request.form["all"] == TAKE_ALL else set()
    later = _later(difference)
    try:
        change_set = settle(difference, take, by=auth.viewer(), now=clock.now())
    except (CannotSettle, EditConflict) as refusal:
        db.session.rollback()
        sentence = CHANGED if isinstance(refusal, EditConflict) else str(refusal)
        return _show(load_or_404(difference_for(current_user, difference_id)), sentence, 409)
    db.session.commit()
    if change_set:
        say("Decided.", change_set=change_set)
    else:
        say("Everything stays as it was.", undo=f"{difference.path}/undo")
    return htmx.go_to(later.path if later else "/duplicates")


@bp.post("/undo")
@allowed_to(Permission.EDIT_PEOPLE)
def destroy(difference_id: int):
    """Ask again what was answered by keeping everything."""
    if not (difference_id <= MOST_ID and ask_again(current_user, difference_id)):
        abort(404)
    db.session.commit()
    return htmx.go_to(f"/duplicates/differences/{difference_id}")


def _load(difference_id: int) -> Difference:
    return load_or_404(difference_id <= MOST_ID and difference_for(current_user, difference_id))


def _later(difference: Difference) -> Difference | None:
    return next(iter(differences_for(current_user, after=difference.id, limit=1)), None)


def _show(difference: Difference, error: str = "", status: int = 200):
    page = render_template(
        "duplicates/difference.html",
        difference=difference,
        lines=_lines(difference),
        error=error,
        earlier=difference_before(current_user, difference.id),
        later=_later(difference),
        number=count_of_differences(current_user),
    )
    return page, status


def _lines(difference: Difference) -> list[Line]:
    changes = [[k, difference.present[k], new] for k, new in difference.proposed.items()]
    wording = Wording(changes, catalogue(), context.the_company().labels)
    worded = [(key, wording.change(key, old, new)) for key, old, new in changes]
    return [Line(key, words.label, words.old, words.new) for key, words in worded]
