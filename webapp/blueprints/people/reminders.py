"""Rest from reminders: a snooze of one segment, and a pause of all that is about a person."""

from flask import Blueprint, abort, request
from flask_login import current_user

from webapp import clock, context
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.blueprints.people.person_page.answers import changed
from webapp.blueprints.people.person_page.days_ahead import day_ahead
from webapp.blueprints.people.person_page.loading import load_record
from webapp.db import db
from webapp.formatting import day
from webapp.segments.pausing import pause_reminders, resume_reminders, snooze
from webapp.segments.reminders import places_of
from webapp.users.permission import Permission

bp = Blueprint("person_reminders", __name__, url_prefix="/people/<int:person_id>")


@bp.post("/segments/<int:segment_id>/snooze")
@allowed_to(Permission.EDIT_PEOPLE)
def put_off(person_id: int, segment_id: int):
    """`for` is week, month, day (then `until` says which) or none, which ends a snooze."""
    record, now = load_record(person_id, for_user=current_user), clock.now()
    places = {place.segment_id: place for place in places_of(record.id)}
    place = load_or_404(places.get(segment_id))
    wanted = _until_day()
    until = context.the_asker().midnight(wanted) if wanted else 0
    change_set = open_change_set("segment", "Snoozed a reminder", by=current_user, now=now)
    found = snooze(record.id, segment_id, until, by=current_user, now=now, change_set=change_set)
    if not found:
        db.session.rollback()
        return changed(record.id, "Nothing was changed.")
    db.session.commit()
    words = f"“{place.name}” is snoozed until {day(wanted)}." if wanted else f"“{place.name}” reminds again."
    return changed(record.id, words, change_set)


@bp.post("/reminders/pause")
@allowed_to(Permission.EDIT_PEOPLE)
def pause(person_id: int):
    return _turn(person_id, pause_reminders, "Paused reminders", "Nothing reminds of {} until you resume it.")


@bp.post("/reminders/resumption")
@allowed_to(Permission.EDIT_PEOPLE)
def resume(person_id: int):
    return _turn(person_id, resume_reminders, "Resumed reminders", "Reminders of {} run again.")


def _turn(person_id: int, verb, title: str, sentence: str):
    record, now = load_record(person_id, for_user=current_user), clock.now()
    change_set = open_change_set("segment", title, by=current_user, now=now)
    if not verb([record.id], by=current_user, now=now, change_set=change_set):
        db.session.rollback()
        return changed(record.id, "Nothing was changed.")
    db.session.commit()
    return changed(record.id, sentence.format(record.given_name), change_set)


def _until_day() -> int:
    """The ordinal of the day on which the snooze ends, 0 for none."""
    choice = request.form.get("for", "")
    if choice == "none":
        return 0
    try:
        return day_ahead(choice, request.form.get("until", ""), context.the_asker().today)
    except ValueError as refusal:
        abort(422, str(refusal))
