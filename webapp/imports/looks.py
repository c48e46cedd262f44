"""What values look like: an address, a number, a postal code. For columns without a header."""

import re
from collections.abc import Callable, Sequence

from webapp.fields.places import find_country, find_state
from webapp.imports.given_names import given_names
from webapp.imports.languages import find_language, find_zone
from webapp.imports.values import looks_like_date, read_kind

_EMAIL = re.compile(r"(?:mailto:)?[^@\s]+@[^@\s]+\.[^@\s.]{2,}", re.ASCII | re.IGNORECASE)
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|de|fr|es|io|uk|ch|at|eu)/?", re.I
)
_PHONE = re.compile(r"\+?\(?\d[\d\s()./-]{5,22}\d(?:\s*(?:x|ext\.?)\s*\d{1,6})?", re.IGNORECASE)
_POSTCODE = re.compile(
    r"(?:[A-Z]{1,2}-)?\d{3,6}(?:-\d{4})?|\d{4} ?[A-Z]{2}"
    r"|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
)
_STREET = re.compile(
    r"(?:#?\d+[a-z]?(?:[/-]\d+)?,? +(?:[\w.'’-]+ *){1,7}(?:[#,].*)?)"
    r"|.*(?:str\.|straße|strasse|weg|platz|allee|gasse) *\d+ ?[a-z]?"
    r"|(?:rue|avenue|boulevard|calle|avenida|plaza|via)\b.*",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"(?:\b(?:inc|llc|ltd|corp|corporation|company|gmbh|ag|kg|ohg|ug|sarl|sas|sa|sl|bv|plc|llp|cpa|esq|assoc|associates|"
    r"group|holding|bank|hotel|inn|services?|systems?|solutions?|partners|university|college|school|motors?|printing)\b)"
    r"|& (?:co|sons?)\b|\bs\.?a\.?$",
    re.IGNORECASE,
)
_COMBINED_NAME = re.compile(r"[^\W\d_][\w.'’-]*,? +[^\W\d_][\w.'’-]*(?: +[^\W\d_][\w.'’-]*){0,2}")
_WORDS = re.compile(r"[^\W\d_][^\d@/\\]*")


def look_of(value: str) -> str | None:
    """The field whose values look like this one beyond doubt, else None."""
    text = value.strip()
    if not text or len(text) > 300:
        return None
    if _EMAIL.fullmatch(text):
        return "email"
    if _LINK.fullmatch(text):
        return "website"
    if looks_like_date(text):
        return "birthday"
    if _PHONE.fullmatch(text) and sum(c.isdigit() for c in text) >= 7:
        return "phone"
    if text[-1:].isdigit() and re.fullmatch(r"[\d.,\s-]+", text):
        return "number"
    return None


def _reads(read: Callable[[str], str], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


def fits(target: str | None, values: Sequence[str]) -> bool:
    """Whether a column whose header says `target` holds such values; an empty column fits."""
    check = _CHECKS.get(target or "")
    return bool(target) and (check is None or not values or sum(map(check, values)) * 2 >= len(values))


_CHECKS: dict[str, Callable[[str], bool]] = {
    "country": lambda value: find_country(value) is not None,
    "birthday": looks_like_date,
    "created": looks_like_date,
    "kind": lambda value: read_kind(value) is not None,
    "language": lambda value: _reads(find_language, value),
    "zone": lambda value: _reads(find_zone, value),
}


def place_columns(columns: Sequence[Sequence[str]]) -> list[str | None]:
    """The field of each column by its values, then by where it stands beside those that are sure."""
    targets: list[str | None] = [_sure_look(values) for values in columns]
    _place_state_and_country(targets, columns)
    _place_by_pattern(targets, columns, "street", _STREET, 0.6)
    _place_postcode(targets, columns)
    _place_names(targets, columns)
    _place_by_pattern(targets, columns, "company", _COMPANY, 0.08)
    _place_city(targets, columns)
    return [None if target == "number" else target for target in targets]


def _sure_look(values: Sequence[str]) -> str | None:
    looks = [look_of(value) for value in values]
    for target in ("email", "website", "birthday", "phone"):
        if values and looks.count(target) >= 0.7 * len(values):
            return target
    return None


def _place_state_and_country(targets: list[str | None], columns: Sequence[Sequence[str]]) -> None:
    for i in _free(targets, columns):
        if (
            "country" not in targets
            and _share(columns[i], lambda v: find_country(v) is not None and len(v) > 3) >= 0.8
        ):
            targets[i] = "country"
    for i in _free(targets, columns):
        if "state" not in targets and any(
            _share(columns[i], lambda v, country=country: find_state(v, country) is not None) >= 0.9
            for country in ("US", "CA", "DE", "AU", "CH", "AT", "BR", "MX", "IT", "ES", "FR")
        ):
            targets[i] = "state"
    for i in _free(targets, columns):
        if "country" not in targets and _share(columns[i], lambda v: find_country(v) is not None) >= 0.9:
            targets[i] = "country"


def _place_by_pattern(targets, columns, target: str, pattern: re.Pattern, share: float) -> None:
    for i in _free(targets, columns):
        found = pattern.search if target == "company" else pattern.fullmatch
        if target not in targets and _share(columns[i], lambda v, found=found: bool(found(v))) >= share:
            targets[i] = target


def _place_postcode(targets: list[str | None], columns: Sequence[Sequence[str]]) -> None:
    """A column of short codes beside an address; digits alone in a table without one may be anything."""
    near = [i for i, target in enumerate(targets) if target in ("state", "street", "country")]
    for i in _free(targets, columns):
        if (
            "postcode" not in targets
            and any(abs(i - place) <= 3 for place in near)
            and _share(columns[i], lambda v: bool(_POSTCODE.fullmatch(v.upper()))) >= 0.8
        ):
            targets[i] = "postcode"


def _place_names(targets: list[str | None], columns: Sequence[Sequence[str]]) -> None:
    """The column where given names are most common, with its neighbour; else one of "John Smith"."""
    shares = {i: _share(columns[i], _is_given_name) for i in _free(targets, columns)}
    given = sorted((i for i in shares if shares[i] >= 0.12), key=lambda i: -shares[i])
    for i in given:
        if "first" in targets:
            break
        beside = (0, 2) if i == 1 else (i + 1, i - 1)
        neighbours = [
            j for j in beside if j in _free(targets, columns) and _looks_like_last_names(columns[j])
        ]
        if neighbours:
            targets[i], targets[neighbours[0]] = "first", "last"
    if "first" not in targets:
        for i in _free(targets, columns):
            named = _share(columns[i], lambda v: bool(_COMBINED_NAME.fullmatch(v)) and _holds_given_name(v))
            if "name" not in targets and named >= 0.25:
                targets[i] = "name"
    if "first" not in targets and "name" not in targets and given:
        targets[given[0]] = "first"


def _place_city(targets: list[str | None], columns: Sequence[Sequence[str]]) -> None:
    """The first column of plain words after the street, else the one nearest to postal code or state."""
    words = [
        i for i in _free(targets, columns) if _share(columns[i], lambda v: bool(_WORDS.fullmatch(v))) >= 0.8
    ]
    if "street" in targets:
        words = [i for i in words if i > targets.index("street")] or words
        near = targets.index("street")
    elif "postcode" in targets or "state" in targets:
        near = targets.index("postcode" if "postcode" in targets else "state")
    else:
        return
    if words:
        targets[min(words, key=lambda i: abs(i - near))] = "city"


def _free(targets: list[str | None], columns: Sequence[Sequence[str]]) -> list[int]:
    return [i for i, target in enumerate(targets) if target is None and columns[i]]


def _share(values: Sequence[str], found: Callable[[str], bool]) -> float:
    return sum(map(found, values)) / len(values)


def _is_given_name(value: str) -> bool:
    return value.split()[0].split("-")[0].casefold() in given_names()


def _holds_given_name(value: str) -> bool:
    return any(word.casefold().strip(",.") in given_names() for word in value.split())


def _looks_like_last_names(values: Sequence[str]) -> bool:
    return (
        _share(values, lambda v: bool(_WORDS.fullmatch(v)) and len(v.split()) <= 3) >= 0.8
        and _share(values, lambda v: bool(_COMPANY.search(v))) < 0.08
    )
