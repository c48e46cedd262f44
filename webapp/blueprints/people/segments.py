"""The segments of a person: the picker, what it would do, and doing it."""

from flask import Blueprint, render_template, request
from flask_login import current_user

from webapp import clock, htmx
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.person_page.answers import changed
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.db import db
from webapp.inputs import read_id
from webapp.segments.foreseeing import on_joining
from webapp.segments.membership import Membership, change_memberships
from webapp.segments.naming import Listed, segments_for
from webapp.segments.reminders import places_of
from webapp.users.permission import Permission

bp = Blueprint("person_segments", __name__, url_prefix="/people/<int:person_id>/segments")


@bp.get("/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit(person_id: int):
    page = PersonPage(load_record(person_id, for_user=current_user))
    theirs = {place.segment_id for place in places_of(person_id)}
    return htmx.render(
        "people/segments.html",
        "people/_segments_dialog.html",
        person=page,
        choice={"segments": segments_for(current_user), "chosen": theirs, "people": 1},
        effect=_effect(person_id, theirs, theirs),
    )


@bp.get("/effect")
@allowed_to(Permission.EDIT_PEOPLE)
def effect(person_id: int):
    """What the ticks would do, beside them."""
    load_record(person_id, for_user=current_user)
    return render_template(
        "people/_segments_effect.html",
        effect=_effect(person_id, _ids(request.args, "segments"), _ids(request.args, "seen")),
    )


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def update(person_id: int):
    """The form holds the segments that it was shown with (`seen`), so that what others change stays."""
    record, now = load_record(person_id, for_user=current_user), clock.now()
    known = {segment.id for segment in segments_for(current_user)}
    chosen, seen = _ids(request.form, "segments") & known, _ids(request.form, "seen") & known
    wanted = {(record.id, of): Membership(now) for of in chosen - seen}
    wanted |= {(record.id, of): None for of in seen - chosen}
    change_set = open_change_set("segment", "Changed segments", by=current_user, now=now)
    found = change_memberships(wanted, by=current_user, now=now, change_set=change_set, keep=True)
    if not found:
        db.session.rollback()
        return changed(record.id, "The segments are as they were.")
    db.session.commit()
    return changed(record.id, _sentence(found), change_set)


def _effect(person_id: int, chosen: set[int], seen: set[int]) -> dict:
    """What people/_segments_effect.html reads."""
    segments = segments_for(current_user)
    adding = [segment for segment in segments if segment.id in chosen - seen]
    overdue = on_joining([person_id], adding, now=clock.now())
    days = {late.segment_id: late.days for late in overdue}
    return {
        "staying": _of(segments, chosen & seen),
        "adding": adding,
        "removing": _of(segments, seen - chosen),
        "overdue": [(segment, days[segment.id]) for segment in adding if segment.id in days],
    }


def _of(segments: list[Listed], ids: set[int]) -> list[Listed]:
    return [segment for segment in segments if segment.id in ids]


def _ids(values, name: str) -> set[int]:
    return {found for text in values.getlist(name) if (found := read_id(text))}


def _sentence(found) -> str:
    numbers = {
        "added to": sum(c.old is None for c in found),
        "taken out of": sum(c.new is None for c in found),
    }
    parts = [f"{did} {n} {'segment' if n == 1 else 'segments'}" for did, n in numbers.items() if n]
    return f"{' and '.join(parts).capitalize()}."
