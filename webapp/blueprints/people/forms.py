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

from webapp.blueprints.people.person_page.days_ahead import ON_A_DAY, day_ahead
from webapp.fields.reading import clean
from webapp.inputs import Form
from webapp.people.next_steps import NextStep
from webapp.people.touches import KINDS, OUTCOMES, Details, details_of

LONGEST_MINUTES = 24 * 60
FIRST_YEAR = 1970


def _clean(_form, field, is_long: bool = False) -> None:
    try:
        field.data = clean(field.data or "", is_long=is_long)
    except ValueError as refusal:
        raise ValidationError(str(refusal)) from None


def _clean_long(form, field) -> None:
    _clean(form, field, is_long=True)


def _minute(moment: int) -> int:
    return moment // 60 * 60


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
    number = StringField("Number", validators=[_clean])
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
        number = self.number.data if self.kind.data == "call" else ""
        return Details(
            self.kind.data, self._moment, self.minutes.data, self.outcome.data, self.text.data, number
        )

    @property
    def _moment(self) -> int:
        """To the second where it is known: the minute that the form was shown with means the same moment."""
        seen = self.seen_details.get("at")
        return seen if isinstance(seen, int) and _minute(seen) == self.at.data else self.at.data

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


class LogForm(TouchForm):
    """A new touch, and what follows from it: on which day of `asker` to remind of it."""

    next_in = SelectField(
        "Next step",
        choices=[
            SelectChoice("", "Nothing for now"),
            SelectChoice("tomorrow", "Remind me tomorrow"),
            SelectChoice("3 days", "In 3 days"),
            SelectChoice("week", "In a week"),
            SelectChoice("2 weeks", "In 2 weeks"),
            SelectChoice("month", "In a month"),
            SelectChoice(ON_A_DAY, "On a day…"),
        ],
        default="",
    )
    next_on = StringField("On")
    next_text = StringField("What to do", validators=[_clean])
    next_day = 0

    @property
    def _moment(self) -> int:
        """This minute is now, so that it stands above whatever else came within the minute."""
        return self.now if self.at.data == _minute(self.now) else self.at.data

    def __init__(self, *, asker, **options):
        self.asker = asker
        super().__init__(zone=asker.zone, now=asker.now, **options)

    def validate_next_on(self, field) -> None:
        if not self.next_in.data:
            return
        try:
            self.next_day = day_ahead(self.next_in.data, field.data or "", self.asker.today)
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None

    def validate_next_text(self, field) -> None:
        if field.data and not self.next_in.data:
            raise ValidationError("Choose when to be reminded of it.")

    @property
    def next_step(self) -> NextStep | None:
        """What the user wants to be reminded of."""
        if not self.next_day:
            return None
        return NextStep(self.next_day, self.asker.midnight(self.next_day), self.next_text.data)


class NoteForm(Form):
    """A note; `seen` is the wording that the form was shown with."""

    text = TextAreaField("Note", validators=[_clean_long])
    seen = StringField()
    pinned = BooleanField("Keep it on top")

    def validate_text(self, field) -> None:
        if not field.errors and not field.data:
            raise ValidationError("Write something first.")


class ReasonForm(Form):
    """Why somebody is converted back."""

    reason = StringField("Reason")

    def validate_reason(self, field) -> None:
        _clean(self, field)
        if not field.data:
            raise ValidationError("Say why, so that others understand it later.")
