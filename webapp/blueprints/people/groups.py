"""The groups of a person: the picker, and putting them in or taking them out by hand."""

from flask import Blueprint, request
from flask_login import current_user

from webapp import clock, htmx
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.blueprints.people.person_page.answers import changed
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.db import db
from webapp.groups.membership import add_to_groups, remove_from_groups
from webapp.groups.naming import groups_for, tree
from webapp.groups.of_person import places_of
from webapp.inputs import read_id
from webapp.users.permission import Permission

bp = Blueprint("person_groups", __name__, url_prefix="/people/<int:person_id>/groups")


@bp.get("/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit(person_id: int):
    record = load_record(person_id, for_user=current_user)
    theirs = {place.group_id for place in places_of(record.id, current_user)}
    return htmx.render(
        "people/groups.html",
        "people/_groups_dialog.html",
        person=PersonPage(record),
        groups=[(node.id, tree().shown(node.id)) for node in groups_for(current_user)],
        chosen=theirs,
    )


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def update(person_id: int):
    """The form holds the groups that it was shown with (`seen`), so that what others change stays."""
    record = load_record(person_id, for_user=current_user)
    known = {node.id for node in groups_for(current_user)}
    chosen, seen = _ids("groups") & known, _ids("seen") & known
    return _change(record.id, chosen - seen, seen - chosen)


@bp.delete("/<int:group_id>")
@allowed_to(Permission.EDIT_PEOPLE)
def destroy(person_id: int, group_id: int):
    record = load_record(person_id, for_user=current_user)
    load_or_404(group_id in {node.id for node in groups_for(current_user)})
    return _change(record.id, set(), {group_id})


def _change(person_id: int, joining: set[int], leaving: set[int]):
    now = clock.now()
    change_set = open_change_set("group", "Changed groups", by=current_user, now=now)
    doing = {"by": current_user, "now": now, "change_set": change_set}
    found = add_to_groups([person_id], joining, **doing) if joining else []
    found += remove_from_groups([person_id], leaving, **doing) if leaving else []
    if not found:
        db.session.rollback()
        return changed(person_id, "The groups are as they were.")
    change_set.people = 1
    db.session.commit()
    return changed(person_id, _sentence(len(joining), len(leaving)), change_set)


def _ids(name: str) -> set[int]:
    return {found for text in request.form.getlist(name) if (found := read_id(text))}


def _sentence(joined: int, left: int) -> str:
    numbers = {"added to": joined, "taken out of": left}
    parts = [f"{did} {n} {'group' if n == 1 else 'groups'}" for did, n in numbers.items() if n]
    return f"{' and '.join(parts).capitalize()}."
