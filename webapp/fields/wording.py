"""How a field's value reads in a sentence."""

from webapp.fields.languages import language_name
from webapp.fields.places import country_name, state_name
from webapp.fields.zones import zone_name
from webapp.formatting import day


def shown(field_type: str, value: object) -> str:
    """The value in words, '' for none; lists are joined by commas."""
    if value in (None, "", []) or (field_type == "date" and not value):
        return ""
    if field_type in ("emails", "phones"):
        return ", ".join(address for address, _norm in value)
    if field_type == "several choices":
        return ", ".join(value)
    return _WORDS.get(field_type, str)(value)


def _number(value: float) -> str:
    return f"{value:,.10g}" if value != int(value) else f"{int(value):,}"


_WORDS = {
    "date": day,
    "yes/no": lambda value: "Yes" if value else "No",
    "number": _number,
    "country": country_name,
    "state": state_name,
    "language": language_name,
    "zone": zone_name,
}
