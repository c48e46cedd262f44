"""Setting one of the values that has a form of its own: status, stage, owner, office."""

from collections.abc import Callable

from flask import render_template, request

from webapp import auth, clock, context, htmx
from webapp.activity.tracking import open_change_set
from webapp.blueprints.people.person_page.answers import changed
from webapp.blueprints.people.person_page.page import Conflict, PersonPage, draw
from webapp.db import db
from webapp.inputs import read_id
from webapp.people.editing import EditConflict, change_people
from webapp.people.record import Record
from webapp.people.wording import Wording


def set_value(
    record: Record, key: str, value: object, *, title: str, sentence: str, shown: Callable = changed
):
    """Set one of the values that a form of its own holds (status, stage, owner, office), which posts `seen`.

    `shown` makes the answer, as `changed` does. Answers 409 with both values when somebody else set another
    one meanwhile.
    """
    seen, now = request.form.get("seen"), clock.now()
    change_set = open_change_set("edit", title, by=auth.viewer(), now=now)
    try:
        found = change_people(
            {record.id: {key: value}},
            by=auth.viewer(),
            now=now,
            change_set=change_set,
            seen={record.id: {key: read_id(seen)}} if seen is not None else None,
        )
    except EditConflict as conflict:
        db.session.rollback()
        theirs, ours = conflict.values[record.id, key]
        wording = Wording([(key, theirs, ours)], record.sections, context.the_company().labels)
        words = wording.change(key, theirs, ours)
        page = PersonPage(record)
        page.conflict = Conflict(*words, request.path, ours, theirs)
        if htmx.wants_part():
            return htmx.retarget(
                render_template("people/_conflict_dialog.html", person=page), "#dialog", status=409
            )
        return draw(page, 409)
    if not found:
        db.session.rollback()
        return shown(record.id, "Nothing was changed.")
    db.session.commit()
    return shown(record.id, sentence, change_set)
