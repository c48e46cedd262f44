"""Merging people: whom somebody is merged with, the choice per field, and taking them apart again."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from webapp import auth, clock, context, htmx
from webapp.activity.models import ChangeSet
from webapp.blueprints.bulk.loading import load_choice
from webapp.blueprints.loaders import allowed_to, load_or_404, load_person
from webapp.bulk.choosing import ids_of
from webapp.changes.listing import in_words
from webapp.changes.previewing import preview
from webapp.changes.undoing import CannotUndo, undo, why_not, why_not_as_one
from webapp.db import db
from webapp.duplicates.pairs import pairs_of_person
from webapp.inputs import read_id
from webapp.jumping.finding import find_people
from webapp.merging.comparing import SideBySide, side_by_side
from webapp.merging.joining import GONE, MOST, NOBODY_ELSE, TOO_MANY, CannotMerge, merge_people
from webapp.once import led_to, repeated
from webapp.people.changed import named
from webapp.people.merging import parts_of
from webapp.people.visible import only_visible, within_reach
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("person_merging", __name__, url_prefix="/people")

CHANGED = "Somebody changed one of them meanwhile. Look at the values again, then merge."


@bp.get("/<int:person_id>/merge")
@allowed_to(Permission.EDIT_PEOPLE)
def find(person_id: int):
    """Whom to merge somebody with: likely duplicates, or whoever fits the letters `q`."""
    person = load_person(person_id, for_user=current_user)
    typed = request.args.get("q", "")[:200]
    found = [one for one in find_people(typed, context.the_asker()) if one.id != person_id]
    return htmx.render(
        "merging/find.html",
        "merging/_find.html",
        person=person,
        typed=typed,
        found=found,
        pairs=[] if typed else pairs_of_person(current_user, person_id),
    )


@bp.get("/merge")
@allowed_to(Permission.EDIT_PEOPLE)
def new():
    """These people (`people`, or those of a `choice`) side by side.

    `keep` is whose record stays, `back` where one came from.
    """
    ids, back = request.args.getlist("people"), request.args.get("back", "")
    if "choice" in request.args:
        choice = load_choice(read_id(request.args["choice"]) or 0)
        ids, back = [*map(str, ids_of(choice, auth.viewer(), limit=MOST + 1))], choice.back
    compared = _load(ids, request.args.get("keep"))
    if htmx.wants_part():
        return htmx.go_to(request.full_path)
    return _show(compared, back)


@bp.post("/merge")
@allowed_to(Permission.EDIT_PEOPLE)
def create():
    if there := repeated():
        return htmx.go_to(there)
    ids, back = request.form.getlist("people"), request.form.get("back", "")
    compared = _load(ids, request.form.get("keep"))
    if request.form.get("digest") != compared.digest:
        return _show(compared, back, CHANGED, 409)
    number = len(compared.people)
    title = f"Merged {number} {context.the_company().labels.person.of(number)}"
    try:
        values = compared.chosen(request.form)
        others = [who.id for who in compared.others]
        change_set = merge_people(
            compared.kept.id, others, values, title=title, by=auth.viewer(), now=clock.now()
        )
    except CannotMerge as refusal:
        db.session.rollback()
        abort(409, str(refusal))
    auth.note("people merged", f"{', '.join(map(str, others))} into person {compared.kept.id}")
    there = led_to(auth.own_path(back, f"/people/{compared.kept.id}"))
    db.session.commit()
    say(f"{title}.", change_set=change_set)
    return htmx.go_to(there)


@bp.get("/<int:person_id>/merges/<int:change_set_id>")
@allowed_to(Permission.EDIT_PEOPLE)
def confirm(person_id: int, change_set_id: int):
    """What taking them apart would put back, and what would stay."""
    person, merge, parts = _load_merge(person_id, change_set_id)
    found = preview(merge, reach=_reach)
    return htmx.render(
        "merging/apart.html",
        "merging/_apart.html",
        person=person,
        merge=merge,
        parts=parts,
        kept=in_words(found.kept),
        people=named(current_user, [value.person_id for value in found.kept]),
        why_not=why_not(merge, clock.now()) or why_not_as_one(merge, current_user),
    )


@bp.post("/<int:person_id>/merges/<int:change_set_id>")
@allowed_to(Permission.EDIT_PEOPLE)
def destroy(person_id: int, change_set_id: int):
    """Take them apart."""
    _, merge, _ = _load_merge(person_id, change_set_id)
    try:
        undone = undo(merge, by=auth.viewer(), now=clock.now(), reach=_reach)
    except CannotUndo as refusal:
        db.session.rollback()
        abort(409, str(refusal))
    auth.note("people taken apart", f"person {person_id}")
    db.session.commit()
    say("They are apart again.", change_set=undone)
    return htmx.go_to(f"/people/{person_id}")


def _load(ids: Sequence[str], keep: str | None) -> SideBySide:
    """These people if one sees them all, else 404; 409 if some are merged or in the trash by now."""
    wanted = list(dict.fromkeys(person_id for text in ids if (person_id := read_id(text))))
    if len(wanted) < 2:
        abort(422, NOBODY_ELSE)
    if len(wanted) > MOST:
        abort(422, TOO_MANY)
    seen = only_visible(current_user, wanted)
    if len(seen) < len(wanted):
        load_or_404(within_reach(current_user, wanted) == set(wanted))
        abort(409, GONE)
    return side_by_side(seen, keep and read_id(keep), context.the_company().labels)


def _show(compared: SideBySide, back: str, error: str = "", status: int = 200):
    back = auth.own_path(back, "")
    ids = [("people", who.id) for who in compared.people] + ([("back", back)] if back else [])
    page = render_template(
        "merging/new.html",
        compared=compared,
        back=back,
        chosen=request.form,
        error=error,
        here=f"/people/merge?{urlencode(ids)}",
    )
    return page, status


def _load_merge(person_id: int, change_set_id: int):
    """The person, a merge of theirs that can still be taken apart, and who would be; else 404."""
    person = load_person(person_id, for_user=current_user)
    parts = [part for part in parts_of(person_id, now=clock.now()) if part.change_set_id == change_set_id]
    return person, load_or_404(parts and db.session.get(ChangeSet, change_set_id)), parts


def _reach(person_ids) -> set[int]:
    return within_reach(current_user, person_ids)
