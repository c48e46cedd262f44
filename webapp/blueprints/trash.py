"""/trash: who was put there, and bringing them back."""

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from webapp import auth, clock, context, htmx
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to, load_person
from webapp.blueprints.people.person_page.loading import list_query
from webapp.db import db
from webapp.inputs import number_in, read_id
from webapp.listing.address import address_in
from webapp.people.trash_list import trash_of
from webapp.people.trashing import KEEP_SECONDS, move_to_trash, restore
from webapp.people.visible import within_reach
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("trash", __name__)

MOST_AT_ONCE = 200


@bp.get("/trash")
@allowed_to(Permission.DELETE_PEOPLE)
def index():
    at, person_id = number_in("before"), number_in("person")
    before = (at, person_id) if at is not None and person_id is not None else None
    page, following = trash_of(current_user, before)
    return render_template("trash/index.html", people=page, following=following, keep_seconds=KEEP_SECONDS)


@bp.post("/people/<int:person_id>/trash")
@allowed_to(Permission.DELETE_PEOPLE)
def create(person_id: int):
    person, now = load_person(person_id, for_user=current_user), clock.now()
    change_set = open_change_set("trash", "Moved to the trash", by=current_user, now=now)
    move_to_trash([person.id], by=current_user, now=now, change_set=change_set)
    auth.note("moved to the trash", f"person {person_id}")
    db.session.commit()
    say(f"{person.name} is in the trash for 30 days.", change_set=change_set)
    return htmx.go_to(address_in(list_query()).url())


@bp.post("/trash/<int:person_id>/restore")
@allowed_to(Permission.DELETE_PEOPLE)
def destroy(person_id: int):
    return _restore([person_id])


@bp.post("/trash/restore")
@allowed_to(Permission.DELETE_PEOPLE)
def destroy_many():
    ticked = request.form.getlist("people")[:MOST_AT_ONCE]
    return _restore([person_id for text in ticked if (person_id := read_id(text))])


def _restore(person_ids: list[int]):
    reachable = within_reach(current_user, person_ids)
    now = clock.now()
    change_set = open_change_set("restore", "Restored from the trash", by=current_user, now=now)
    back = restore(sorted(reachable), by=current_user, now=now, change_set=change_set)
    if not back:
        abort(404)
    db.session.commit()
    restored = f"{len(back)} {context.the_company().labels.person.of(2)}" if len(back) > 1 else ""
    say(f"Restored {restored}." if restored else "Restored.", change_set=change_set)
    return htmx.go_to("/trash")
