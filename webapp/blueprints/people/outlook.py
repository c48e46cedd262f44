"""What is hoped for of somebody in a stage: how much it may bring, and when."""

from datetime import date

from flask import Blueprint, abort
from flask_login import current_user
from wtforms import DateField, HiddenField, ValidationError
from wtforms.validators import Optional

from webapp import auth, clock
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.person_page.answers import ask, changed
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.db import db
from webapp.formatting import amount
from webapp.inputs import Form, one_line
from webapp.people.amounts import read_amount
from webapp.people.editing import EditConflict, change_people
from webapp.people.record import Record
from webapp.people.wording import STAGE_WORDS
from webapp.users.permission import Permission

bp = Blueprint("person_outlook", __name__, url_prefix="/people/<int:person_id>/outlook")

KEYS = ("stage_value", "stage_expected")


class OutlookForm(Form):
    """`seen` is what stood there when the form was drawn: "120050 739616"."""

    stage_value = one_line("Value", most=40)
    stage_expected = DateField("Expected", validators=[Optional()])
    seen = HiddenField()

    def validate_stage_value(self, field) -> None:
        try:
            read_amount(field.data or "")
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None

    @property
    def values(self) -> dict[str, int]:
        """The values by key."""
        day = self.stage_expected.data
        return {
            "stage_value": read_amount(self.stage_value.data or ""),
            "stage_expected": day.toordinal() if day else 0,
        }

    @property
    def seen_values(self) -> dict[str, int]:
        """What the user saw; nothing where the form does not say."""
        parts = (self.seen.data or "").split()
        known = len(parts) == len(KEYS) and all(part.isascii() and part.isdigit() for part in parts)
        return {key: int(part[:18]) for key, part in zip(KEYS, parts, strict=True)} if known else {}


@bp.get("/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit(person_id: int):
    record = _load(person_id)
    day = record.values["stage_expected"]
    form = OutlookForm(
        formdata=None,
        stage_value=amount(record.values["stage_value"]) if record.values["stage_value"] else "",
        stage_expected=date.fromordinal(day) if day else None,
    )
    return _ask(record, form)


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def update(person_id: int):
    record, form = _load(person_id), OutlookForm()
    if not form.validate():
        return _ask(record, form, status=422)
    now = clock.now()
    change_set = open_change_set("edit", "Changed what is hoped for", by=auth.viewer(), now=now)
    try:
        found = change_people(
            {record.id: form.values},
            by=auth.viewer(),
            now=now,
            change_set=change_set,
            seen={record.id: form.seen_values} if form.seen_values else None,
        )
    except EditConflict:
        db.session.rollback()
        return _ask(record, form, status=409, theirs=_theirs(record))
    if not found:
        db.session.rollback()
        return changed(record.id, "Nothing was changed.")
    db.session.commit()
    return changed(record.id, "Value and day are saved.", change_set)


def _load(person_id: int) -> Record:
    record = load_record(person_id, for_user=current_user)
    if record.values["stage_id"] is None:
        abort(422, "Put them into a stage first; then a value and a day can be expected.")
    return record


def _ask(record: Record, form: OutlookForm, *, status: int = 200, theirs: dict[str, str] | None = None):
    form.seen.data = " ".join(str(record.values[key]) for key in KEYS)
    return ask(
        f"What is {record.given_name} worth?",
        "people/_outlook_form.html",
        PersonPage(record),
        action="/outlook",
        submit="Save",
        status=status,
        form=form,
        theirs=theirs,
    )


def _theirs(record: Record) -> dict[str, str]:
    """What stands there now, by label."""
    labels = {"stage_value": "Value", "stage_expected": "Expected"}
    return {label: STAGE_WORDS[key](record.values[key]) or "nothing" for key, label in labels.items()}
