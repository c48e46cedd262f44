"""Fields that several forms share: one-line texts, addresses, passwords, choices of places and zones."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from zoneinfo import available_timezones

from flask import request
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from wtforms import (
    EmailField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.bad_input import BadInput
from webapp.db import MOST_ID, db, fold
from webapp.db.ordering import moved
from webapp.fields.places import countries
from webapp.users.email_address import checked_address
from webapp.users.passwords import ADVICE, WeakPassword, check_strength
from webapp.users.viewer import HUES

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters (Unicode's Cc) but for tab and line feed."""


class Form(FlaskForm):
    """A form that knows how to speak of itself as a whole."""

    class Meta:
        csrf = False  # asked of every post before its view (auth.py)

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """Say why it cannot be taken, at the field or above them all."""
        errors = self[field].errors if field else self.form_errors
        if field:
            self[field].errors = [*errors, sentence]
        else:
            errors.append(sentence)


def one_line(label: str, *, missing: str = "", most: int = 200) -> StringField:
    """A text on one line; `missing` is what to say when it is empty (by default it may be)."""
    return StringField(label, filters=[_on_one_line], validators=_filled(missing, most))


def several_lines(label: str, *, most: int = 2000) -> TextAreaField:
    """A text that may have line breaks."""
    return TextAreaField(label, filters=[_trimmed], validators=_filled("", most))


def options(pairs: Iterable[tuple[object, str]]) -> list[SelectChoice]:
    """Choices of a select or of ticks, from (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]


class Ticks(SelectMultipleField):
    """Several choices, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def any_ticked(sentence: str):
    """A validator of Ticks; DataRequired would make the browser ask for every single box."""

    def check(_form, field) -> None:
        if not field.data:
            raise ValidationError(sentence)

    return check


def address(label: str = "Email", *, missing: str = "Give an email address.") -> EmailField:
    """An email address of a user."""
    return EmailField(label, filters=[_on_one_line], validators=[*_filled(missing, 254), _is_address])


def new_password(label: str = "Password") -> PasswordField:
    """A password to be set; how good it must be is said in words."""
    return PasswordField(label, validators=[_is_strong], description=ADVICE)


def country(label: str = "Country") -> SelectField:
    """One of the countries of ISO 3166."""
    return SelectField(label, choices=lambda: options(countries()))


def time_zone(label: str = "Time zone") -> SelectField:
    """One of the zones of the IANA database."""
    return SelectField(label, choices=lambda: options(time_zones()))


def hue(label: str = "Colour") -> RadioField:
    """One of the colours of the palette."""
    choices = [SelectChoice(name, name.capitalize()) for name in (*HUES, "gray")]
    return RadioField(label, choices=choices, default="gray")


@cache
def time_zones() -> list[tuple[str, str]]:
    """The zones named by a place, and UTC, as (value, words)."""
    places = {
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
    }
    return [(zone, zone.replace("_", " ")) for zone in ["UTC", *sorted(places)]]


def _filled(missing: str, most: int) -> list:
    long = f"Use at most {most} characters."
    return [DataRequired(missing) if missing else Optional(), Length(max=most, message=long), _can_be_kept]


def _on_one_line(text: str | None) -> str | None:
    """What one sees nothing of, such as a zero-width space alone, counts as not typed."""
    return " ".join(text.split()) if text and fold(text) else ""


def _trimmed(text: str | None) -> str | None:
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) if text else text


def _can_be_kept(_form, field) -> None:
    if CONTROL.search(field.data):
        raise ValidationError("This holds a character that cannot be kept. Type it again instead of pasting.")


def _is_address(_form, field) -> None:
    try:
        checked_address(field.data)
    except ValueError as refusal:
        raise ValidationError(str(refusal)) from None


def _is_strong(_form, field) -> None:
    try:
        check_strength(field.data or "")
    except WeakPassword as refusal:
        raise ValidationError(str(refusal)) from None


def number_in(name: str) -> int | None:
    """A whole number of the address's query that a database can hold, None for anything else."""
    return _number(request.args.get(name, ""))


def read_id(text: str | None) -> int | None:
    """The id that a form posted, None for '' and for what is none."""
    return _number(text or "") or None


def _number(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
    return None if number is None or number > MOST_ID else number


def kept_by(form: Form, refusal: type[BadInput], verb: Callable[[], object]) -> bool:
    """Whether the form is valid and the verb took what it holds; if not, the form says why."""
    if not form.validate():
        return False
    try:
        verb()
        db.session.flush()
    except refusal as why:
        form.refuse(str(why), why.about or None)
        return False
    except IntegrityError:
        db.session.rollback()
        form.refuse("Somebody took this name a moment ago. Choose another one.", "name")
        return False
    return True


def order_wanted(present: list[int]) -> list[int]:
    """The order that the form asks for: `order` has all ids, or a button `move` says "12:-1"."""
    row_id, colon, by = request.form.get("move", "").partition(":")
    if colon:
        known = row_id in map(str, present) and by in ("1", "-1")
        return moved(present, int(row_id), int(by)) if known else present
    ids = {str(row_id): row_id for row_id in present}
    return [ids[text] for text in request.form.get("order", "").split(",") if text in ids]
