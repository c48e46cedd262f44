"""The forms of notes and touches, which several pages of a person show."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from wtforms import (
    BooleanField,
    Field,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import TextInput

from webapp.fields.reading import clean
from webapp.inputs import Form
from webapp.people.touches import KINDS, OUTCOMES, Details, details_of

LONGEST_MINUTES = 24 * 60
FIRST_YEAR = 1970


def _clean_long(_form, field) -> None:
    try:
        field.data = clean(field.data or "", is_long=True)
    except ValueError as refusal:
        raise ValidationError(str(refusal)) from None


class MomentField(Field):
    """A local day and time; `data` is UTC seconds. The company's zone is given by `FORM.zone`."""

    widget = TextInput()
    typed: str | None = None

    def process_formdata(self, valuelist):
        if not valuelist:
            return
        self.typed = valuelist[0]
        try:
            local = datetime.fromisoformat(self.typed.strip()).replace(tzinfo=None)
            if local.year <= FIRST_YEAR:
                raise ValueError
            self.data = int(local.replace(tzinfo=ZoneInfo(self._form.zone), second=0).timestamp())
        except (ValueError, OverflowError):
            raise ValueError("Give the day and the time, such as 2026-01-31 14:30.") from None

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        if self.data is None:
            return ""
        return f"{datetime.fromtimestamp(self.data, ZoneInfo(self._form.zone)):%Y-%m-%dT%H:%M}"


class MinutesField(Field):
    """How long it took in minutes; None for nothing."""

    widget = TextInput()
    typed: str | None = None

    def process_formdata(self, valuelist):
        if not valuelist:
            return
        self.typed = valuelist[0].strip()
        self.data = self._read() if self.typed else None

    def _read(self) -> float:
        try:
            minutes = float(self.typed)
        except ValueError:
            raise ValueError("Give the minutes as a number.") from None
        if not 0 <= minutes <= LONGEST_MINUTES:
            raise ValueError("Give the minutes as a number between 0 and 1440.")
        return minutes

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else f"{self.data:g}"


class TouchForm(Form):
    """What was done, when, how long, how it went. `zone` reads the time, `now` is the latest it may be."""

    kind = SelectField(
        "What", choices=[SelectChoice(kind, words.noun.capitalize()) for kind, words in KINDS.items()]
    )
    at = MomentField("When")
    minutes = MinutesField("Minutes")
    outcome = SelectField(
        "How it went",
        choices=[SelectChoice("", "—"), *(SelectChoice(word, word.capitalize()) for word in OUTCOMES)],
    )
    text = TextAreaField("What happened", validators=[_clean_long])
    seen = StringField()

    def __init__(self, *, zone: str, now: int, **options):
        self.zone, self.now = zone, now
        super().__init__(**options)

    def validate_kind(self, field) -> None:
        if field.data not in KINDS:
            raise ValidationError("Choose what it was.")

    def validate_at(self, field) -> None:
        if not field.errors and field.data is None:
            raise ValidationError("Give the day and the time.")
        if not field.errors and field.data > self.now + 60:
            raise ValidationError("This is in the future. Log what has happened.")

    @property
    def details(self) -> Details:
        """What the user entered."""
        return Details(self.kind.data, self.at.data, self.minutes.data, self.outcome.data, self.text.data)

    @property
    def seen_details(self) -> dict:
        """The details that the form was shown with; {} when it does not say."""
        try:
            seen = json.loads(self.seen.data or "{}")
        except (ValueError, RecursionError):
            return {}
        return seen if isinstance(seen, dict) else {}

    def show(self, touch) -> "TouchForm":
        """Note the details as they stand, to tell later whether somebody else changed them."""
        self.seen.data = json.dumps(details_of(touch), ensure_ascii=False)
        return self


class NoteForm(Form):
    """A note; `seen` is the wording that the form was shown with."""

    text = TextAreaField("Note", validators=[_clean_long])
    seen = StringField()
    pinned = BooleanField("Keep it above the timeline")

    def validate_text(self, field) -> None:
        if not field.errors and not field.data:
            raise ValidationError("Write something first.")


class ReasonForm(Form):
    """Why somebody is converted back."""

    reason = StringField("Reason")

    def validate_reason(self, field) -> None:
        try:
            field.data = clean(field.data or "")
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None
        if not field.data:
            raise ValidationError("Say why, so that others understand it later.")
