"""To whom a person is related: finding somebody, relating them, and parting them again."""

from flask import Blueprint, render_template, request
from flask_login import current_user

from webapp import clock, context, htmx
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to, load_or_404, load_person
from webapp.blueprints.people.person_page.answers import changed
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.blueprints.people.person_page.related_panel import related_panel
from webapp.db import db
from webapp.inputs import read_id
from webapp.jumping.finding import Found, find_people
from webapp.people.visible import person_for
from webapp.relations.kinds import all_kinds
from webapp.relations.relating import NAME, REVERSE, CannotRelate, Link, part, relate
from webapp.users.permission import Permission

bp = Blueprint("person_relations", __name__, url_prefix="/people/<int:person_id>/relations")

LONGEST = 200
CHOOSE_WHAT = "Choose what they are first."
CHOOSE_WHO = "Search for somebody, then choose them from the list."


@bp.get("")
@allowed_to()
def index(person_id: int):
    """All of them; the person's page shows the first few."""
    record = load_record(person_id, for_user=current_user)
    related = related_panel(record, current_user, whole=True)
    return render_template("people/related.html", person=PersonPage(record), related=related)


@bp.get("/new")
@allowed_to(Permission.EDIT_PEOPLE)
def new(person_id: int):
    return _ask(person_id)


@bp.get("/found")
@allowed_to(Permission.EDIT_PEOPLE)
def found(person_id: int):
    """Whom the letters `q` could mean, while one types them."""
    load_person(person_id, for_user=current_user)
    return render_template("people/_relation_found.html", found=_found(person_id), typed=_typed())


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def create(person_id: int):
    """`relation` is a kind and what the other one is of it ("3:name"), `other` who that is."""
    record = load_record(person_id, for_user=current_user)
    kind, _, side = request.form.get("relation", "").partition(":")
    other = person_for(current_user, read_id(request.form.get("other")) or 0)
    if other is None or not kind:
        return _ask(person_id, error=CHOOSE_WHAT if other else CHOOSE_WHO), 422
    link, now = Link(record.id, other.id, read_id(kind) or 0), clock.now()
    change_set = open_change_set("relation", "Related two people", by=current_user, now=now)
    try:
        side = side if side in (NAME, REVERSE) else NAME
        relate(link, side, by=current_user, now=now, change_set=change_set)
    except CannotRelate as refusal:
        db.session.rollback()
        return _ask(person_id, error=str(refusal)), 422
    db.session.commit()
    return changed(person_id, f"Related to {other.name}.", change_set)


@bp.delete("/<int:other_id>/<int:kind_id>")
@allowed_to(Permission.EDIT_PEOPLE)
def destroy(person_id: int, other_id: int, kind_id: int):
    record = load_record(person_id, for_user=current_user)
    other = load_person(other_id, for_user=current_user)
    now = clock.now()
    change_set = open_change_set("relation", "Removed a relation", by=current_user, now=now)
    link = Link(record.id, other.id, kind_id)
    load_or_404(part(link, by=current_user, now=now, change_set=change_set))
    db.session.commit()
    return changed(person_id, f"No longer related to {other.name} in this way.", change_set)


def _ask(person_id: int, *, error: str = ""):
    record = load_record(person_id, for_user=current_user)
    return htmx.render(
        "people/relation.html",
        "people/_relation.html",
        person=PersonPage(record),
        choices=_choices(),
        chosen=request.values.get("relation", ""),
        typed=_typed(),
        found=_found(person_id),
        error=error,
    )


def _choices() -> list[tuple[str, str]]:
    """What somebody can be to the person, each kind from both of its sides: (value, words)."""
    choices = []
    for kind in all_kinds():
        if kind.retired_at is None:
            choices.append((f"{kind.id}:{NAME}", kind.name))
            if kind.reverse != kind.name:
                choices.append((f"{kind.id}:{REVERSE}", kind.reverse))
    return sorted(choices, key=lambda choice: choice[1].casefold())


def _typed() -> str:
    return request.values.get("q", "")[:LONGEST]


def _found(person_id: int) -> list[Found]:
    """Those who fit what was typed, without the person."""
    return [one for one in find_people(_typed(), context.the_asker()) if one.id != person_id]
