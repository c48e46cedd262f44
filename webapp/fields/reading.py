"""What was typed into a form, as the value of a field (custom_values.py says how each type is kept)."""

import math
import re
from collections.abc import Callable
from datetime import date

from webapp.db import fold
from webapp.fields.catalogue import FieldView
from webapp.fields.languages import languages
from webapp.fields.places import countries, find_state
from webapp.fields.zones import zones
from webapp.people.contact_points import normalise_email, normalise_phone

MAX_TEXT = 500
MAX_LONG_TEXT = 20_000
MOST = 10**15
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LINK = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


def read(field: FieldView, typed: str, *, region: str, country: str = "") -> object:
    """The value of one text typed for this field; empty is '' or, for custom fields and dates, None or 0.

    `region` reads phone numbers without "+", `country` is the one that a state must belong to. Addresses come
    back as [shown, norm] for fields of several. Raises ValueError with a sentence.
    """
    text = clean(typed, field.type == "long text")
    if not text:
        return empty(field)
    if field.type == "state":
        return _state(text, country)
    if field.type in ("choice", "several choices"):
        return _choice(text, field.choices)
    return _READERS[field.type](text, region)


def clean(typed: str, is_long: bool = False) -> str:
    """The text without surrounding space, '' for one that one sees nothing of; raises ValueError for what is
    too long or cannot be kept."""
    text = typed.replace("\r\n", "\n").strip()
    most = MAX_LONG_TEXT if is_long else MAX_TEXT
    if len(text) > most:
        raise ValueError(f"This is too long: {len(text):,} characters, {most:,} at most.")
    if _UNPRINTABLE.search(text):
        raise ValueError("This holds a character that cannot be kept. Type it again instead of pasting.")
    if not fold(text):
        return ""
    return text if is_long else " ".join(text.split())


def empty(field: FieldView) -> object:
    """What a field has that has nothing."""
    if field.type in ("emails", "phones"):
        return []
    if field.is_custom or field.type == "company":
        return None
    return 0 if field.type == "date" else ""


def _number(text: str, _region: str) -> float:
    try:
        number = float(text.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d*)?", text) else text)
    except ValueError:
        raise ValueError(f"“{text[:60]}” is not a number.") from None
    if not math.isfinite(number) or abs(number) > MOST:
        raise ValueError("This number is too large.")
    return int(number) if number == int(number) else number


def _date(text: str, _region: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise ValueError(f"“{text[:60]}” is not a day: write it as 2026-01-31.") from None


def _yes_no(text: str, _region: str) -> bool:
    return _one_of({"yes": True, "no": False}, text, "Choose yes or no.")


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise ValueError(f"“{text[:60]}” is not one of the choices.")
    return text


def read_link(text: str, _region: str = "") -> str:
    """A web address with its scheme, https when none was typed; raises ValueError."""
    link = text if "://" in text else f"https://{text}"
    if not _LINK.fullmatch(link) or "." not in link:
        raise ValueError(f"“{text[:60]}” is not a web address.")
    return link


def _country(text: str, _region: str) -> str:
    return _one_of({place.code: place.code for place in countries()}, text, "Choose a country of the list.")


def _state(text: str, country: str) -> str:
    if not country:
        raise ValueError("Choose the country first.")
    state = find_state(text, country)
    if state is None:
        raise ValueError("Choose a state of that country.")
    return state


def _language(text: str, _region: str) -> str:
    return _one_of({code: code for code, _ in languages()}, text, "Choose a language of the list.")


def _zone(text: str, _region: str) -> str:
    return _one_of({zone: zone for zone in zones()}, text, "Choose a time zone of the list.")


def _one_of(known: dict, text: str, sentence: str):
    if text not in known:
        raise ValueError(sentence)
    return known[text]


_READERS: dict[str, Callable[[str, str], object]] = {
    "text": lambda text, _region: text,
    "long text": lambda text, _region: text,
    "company": lambda text, _region: text,
    "number": _number,
    "date": _date,
    "yes/no": _yes_no,
    "e-mail": lambda text, _region: normalise_email(text)[0],
    "phone": lambda text, region: normalise_phone(text, region)[0],
    "emails": lambda text, _region: list(normalise_email(text)),
    "phones": lambda text, region: list(normalise_phone(text, region)),
    "link": read_link,
    "country": _country,
    "language": _language,
    "zone": _zone,
}
