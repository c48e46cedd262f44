"""Fixing whom an action is for, before it asks anything."""

from collections.abc import Iterator

from flask import Blueprint, abort, redirect, render_template, request

from webapp import auth, clock, context
from webapp.auth import own_path
from webapp.blueprints.bulk.loading import CHOOSING, load_choice
from webapp.blueprints.bulk.questions import QUESTIONS
from webapp.blueprints.loaders import allowed_to
from webapp.bulk.choosing import choose, choose_all, people_there
from webapp.bulk.models import BulkChoice
from webapp.bulk.running import MOST_AT_ONCE, TooMany, refuse_too_many
from webapp.criteria.errors import CriteriaError
from webapp.db import db
from webapp.inputs import read_id
from webapp.listing.address import PEOPLE, address_in
from webapp.listing.opening import open_list
from webapp.users.permission import Permission

bp = Blueprint("bulk_choices", __name__, url_prefix="/bulk")

MOST_TICKS = 10_000
NOBODY = "Tick somebody first."
ALL_GONE = "Nobody of those whom you ticked is there any more. Load the list again."
TOO_MANY_TICKS = "These are too many to tick one by one. Narrow the list, and select all that match."
EXPORT, MERGE = "export", "merge"


@bp.post("")
@allowed_to(*CHOOSING)
def create():
    """Fix the ticked (`people`, ids), or with `all` everybody of the list whose query is `list`."""
    for_action = request.form.get("action", "")
    try:
        choice = _choose(limited=for_action != EXPORT)
    except (TooMany, CriteriaError) as refusal:
        db.session.rollback()
        abort(422, str(refusal))
    if not choice.people:
        db.session.rollback()
        abort(422, ALL_GONE if choice.asked else NOBODY)
    db.session.commit()
    return redirect(_address_of(choice, for_action), 303)


@bp.get("/<int:choice_id>")
@allowed_to(*CHOOSING)
def show(choice_id: int):
    """What can be done with them, for those without scripts."""
    choice = load_choice(choice_id)
    return render_template("bulk/show.html", choice=choice, people=people_there(choice, auth.viewer()))


def _choose(*, limited: bool) -> BulkChoice:
    by, now = auth.viewer(), clock.now()
    query, back = request.form.get("list", ""), own_path(request.form.get("back"), PEOPLE)
    if request.form.get("all"):
        opened = open_list(address_in(query), context.the_asker())
        most = MOST_AT_ONCE if limited and not by.can(Permission.BULK_OVER_200) else None
        choice = choose_all(opened, by=by, now=now, back=back, most=most)
        people = choice.people
    else:
        ticked = set(_ticked())
        people = len(ticked)
        if people > MOST_TICKS:
            abort(422, TOO_MANY_TICKS)
        choice = choose(ticked, by=by, now=now, list_query=query, back=back)
    if limited:
        refuse_too_many(people, by)
    return choice


def _ticked() -> Iterator[int]:
    """The ids of the boxes, and those that left the page, which come as one list."""
    for text in request.form.getlist("people"):
        for word in text.split(","):
            if person_id := read_id(word):
                yield person_id


def _address_of(choice: BulkChoice, for_action: str) -> str:
    if for_action == MERGE:
        return f"/people/merge?choice={choice.id}"
    if for_action == EXPORT:
        return address_in(choice.list_query).url("/people/export", choice=choice.id)
    return f"/bulk/{choice.id}/{for_action}" if for_action in QUESTIONS else f"/bulk/{choice.id}"
