"""Values of a person's fields, each drawn as words, or as links where they lead somewhere."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

from webapp.drawing import drawn, drawn_around
from webapp.fields.catalogue import FieldView
from webapp.fields.wording import shown
from webapp.people.record import Record

ROWS = "people/rows.html"
LINKED = frozenset({"emails", "phones", "company", "link", "e-mail", "phone"})
"""The types whose values lead somewhere; the others are words."""


class Shown(NamedTuple):
    """The value of a field of this type: `words` say it, '' for none, `beside` stands dim behind them."""

    type: str
    value: object
    words: str
    beside: str


def drawn_values(record: Record, fields: Iterable[FieldView], now: int, call_log: str) -> dict[str, Markup]:
    """The values of these fields by slug; `call_log` is where following a phone number is logged, '' for
    nowhere."""
    return {field.slug: _drawn(_shown(record, field, now), call_log) for field in fields}


def _drawn(value: Shown, call_log: str) -> Markup:
    if not value.words:
        return drawn(ROWS, "nothing_known")
    if value.type in LINKED:
        return get_template_attribute(ROWS, "linked")(value, call_log)
    return drawn_around(ROWS, "words", value.type, bool(value.beside), words=value.words, beside=value.beside)


def _shown(record: Record, field: FieldView, now: int) -> Shown:
    value, beside = record.values.get(field.key), ""
    words = record.company if field.type == "company" else shown(field.type, value)
    if field.type == "zone" and (there := record.time_there(now)):
        beside = f"{there} there now"
    return Shown(field.type, value, words, beside)
