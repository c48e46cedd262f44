"""What a cell's text means for each type of field; a reader raises ValueError with a sentence."""

import re
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta, timezone

from webapp.csv_text import FORMULA
from webapp.fields.reading import MOST

_YES = {"yes", "y", "true", "t", "1", "x", "on", "ja", "j", "wahr", "oui", "vrai", "si", "sí", "✓", "✔"}
_NO = {"no", "n", "false", "f", "0", "off", "nein", "falsch", "non", "faux", "falso", "✗", "-"}

_KINDS = {
    "contact": ("contact", "subscriber", "other", "kontakt", "contacto", "prospect", "evangelist"),
    "lead": (
        "lead",
        "marketing qualified lead",
        "sales qualified lead",
        "mql",
        "sql",
        "opportunity",
        "interessent",
    ),
    "customer": ("customer", "client", "kunde", "kundin", "cliente"),
}
_KIND_BY_WORD = {word: kind for kind, words in _KINDS.items() for word in words}

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier janv enero ene jänner",
            "february feb februar février fevrier févr fevr febrero",
            "march mar märz maerz mrz mars marzo",
            "april apr avril avr abril abr",
            "may mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet juil julio",
            "august aug août aout agosto ago",
            "september sep sept septembre septiembre",
            "october oct oktober okt octobre octubre",
            "november nov novembre noviembre",
            "december dec dezember dez décembre decembre déc diciembre dic",
        ),
        1,
    )
    for name in names.split()
}
_NUMERIC_DATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[ -](?:de )?([^\W\d_]+)\.?,?[ -](?:de )?(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_TIME = re.compile(
    r"[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([ap])\.?m\.?)?(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?",
    re.I,
)
_PIVOT = 30

_CURRENCY = re.compile(r"^[€$£¥%]|[€$£¥%]$|^(?:EUR|USD|GBP|CHF)\b|\b(?:EUR|USD|GBP|CHF)$", re.IGNORECASE)
_SPACES = re.compile(r"[\s'’]+")
_LINK = re.compile(
    r"https?://[^\s/?#]+\.?[^\s]*|[^\s/?#:@]+\.[^\s/?#:@.]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
_PARTICLES = {"van", "von", "vom", "zu", "zur", "zum", "der", "den", "de", "del", "della", "di", "da", "dos"}
_PARTICLES |= {"du", "la", "le", "bin", "ibn", "al", "el", "ter", "ten", "af", "av"}
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "cpa", "dds"}


def clean(text: str) -> str:
    """A cell without surrounding space and without the apostrophe that guards a formula in exports."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and FORMULA.match(text) else text


def split_name(text: str) -> tuple[str, str]:
    """First and last name of "John Smith", "Smith, John" or "Ludwig van Beethoven"; one word is the first."""
    before, comma, after = (part.strip() for part in text.partition(","))
    if comma and after and after.strip(".").casefold() not in _SUFFIXES:
        return after, before
    words = text.split()
    if len(words) < 2:
        return text.strip(), ""
    start = len(words) - 1
    while start > 1 and words[start].strip(".,").casefold() in _SUFFIXES:
        start -= 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def split_list(text: str) -> list[str]:
    """The names in a cell of tags, each once; exports part them by ";", "," or ":::" and may quote them."""
    names = (part.strip().strip('"').removeprefix("*").strip() for part in re.split(r":::|[;,]", text))
    return list({name.casefold(): name for name in names if name}.values())


def split_points(text: str) -> list[str]:
    """Several e-mail addresses or phone numbers of one cell."""
    return [part.strip() for part in re.split(r":::|[;,\n|]", text) if part.strip()]


def read_kind(text: str) -> str | None:
    """contact, lead or customer; None for a word that is none of them in the languages known."""
    return _KIND_BY_WORD.get(text.strip().casefold())


def read_yes_no(text: str) -> bool:
    """yes and no in several languages, 1 and 0, x."""
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(f"“{_short(text)}” is neither yes nor no.")


def read_number(text: str, decimal: str = ".") -> float:
    """A number whose fraction starts at `decimal`; "1.234,56 €" is 1234.56 with a comma."""
    bare = _SPACES.sub("", _CURRENCY.sub("", text.strip()).strip())
    group = "," if decimal == "." else "."
    whole = rf"[+-]?(?:\d+|\d{{1,3}}(?:{re.escape(group)}\d{{3}})+)"
    if not re.fullmatch(rf"{whole}(?:{re.escape(decimal)}\d*)?(?:[eE][+-]?\d{{1,2}})?", bare):
        raise ValueError(f"“{_short(text)}” is not a number.")
    number = float(bare.replace(group, "").replace(decimal, "."))
    if abs(number) > MOST:
        raise ValueError(f"“{_short(text)}” is too large a number.")
    return number


def decimal_sign(sample: Iterable[str]) -> str:
    """The sign at which fractions start in a column: "," or "."; "." when nothing tells."""
    commas = points = 0
    for text in sample:
        bare = _SPACES.sub("", text)
        last = max(bare.rfind(","), bare.rfind("."))
        if last < 0:
            continue
        mixed = "," in bare and "." in bare
        if mixed or (bare.count(bare[last]) == 1 and len(re.match(r"\d*", bare[last + 1 :])[0]) != 3):
            commas, points = commas + (bare[last] == ","), points + (bare[last] == ".")
        elif bare.count(bare[last]) > 1:
            commas, points = commas + (bare[last] == "."), points + (bare[last] == ",")
    return "," if commas > points else "."


def read_date(text: str, order: str = "dmy") -> date:
    """A day; `order` ("dmy", "mdy") decides where both would do. Two-digit years are 1930 to 2029."""
    found = _date_at_start(text.strip(), order)
    if found is None or (found[1] and not _TIME.fullmatch(found[1])):
        raise ValueError(f"“{_short(text)}” is not a date: write it as 2026-01-31.")
    return found[0]


def read_moment(text: str, order: str = "dmy") -> int:
    """A day and time as epoch seconds; without a zone it is UTC, without a time midnight."""
    found = _date_at_start(text.strip(), order)
    time = _TIME.fullmatch(found[1]) if found and found[1] else None
    if found is None or (found[1] and not time):
        raise ValueError(f"“{_short(text)}” is not a date: write it as 2026-01-31 or 2026-01-31 15:30.")
    if not MINYEAR < found[0].year < MAXYEAR:
        raise ValueError(f"“{_short(text)}” is not the same day everywhere: choose another year.")
    try:
        return int(_at(found[0], time).timestamp())
    except (ValueError, OverflowError):
        raise ValueError(f"“{_short(text)}” is not a time of day.") from None


def date_order(sample: Iterable[str], default: str) -> str:
    """ "dmy" or "mdy", by the days above 12 in a column's dates; `default` when nothing tells."""
    for text in sample:
        parts = _NUMERIC_DATE.match(text.strip())
        if not parts or len(parts[1]) == 4:
            continue
        if int(parts[1]) > 12:
            return "dmy"
        if int(parts[3]) > 12:
            return "mdy"
        if parts[2] == ".":
            return "dmy"
    return default


def looks_like_date(text: str) -> bool:
    """Whether a cell is a day with its year, in either order."""
    stripped = text.strip()
    if len(stripped) > 40 or not any(c.isdigit() for c in stripped):
        return False
    for order in ("dmy", "mdy"):
        found = _date_at_start(stripped, order)
        if found and (not found[1] or _TIME.fullmatch(found[1])):
            return True
    return False


def read_link(text: str) -> str:
    """A web address with its scheme; https when it has none."""
    link = text.strip()
    if not _LINK.fullmatch(link):
        raise ValueError(f"“{_short(text)}” is not a web address.")
    return link if "://" in link else f"https://{link}"


def _date_at_start(text: str, order: str) -> tuple[date, str] | None:
    """The day a text starts with and what comes after it."""
    try:
        if parts := _NUMERIC_DATE.match(text):
            a, b, c = parts[1], parts[3], parts[4]
            if len(a) == 4:
                return date(int(a), int(b), int(c)), text[parts.end() :]
            if len(a) > 2 or len(c) == 3:
                return None
            day, month = (b, a) if order == "mdy" and parts[2] != "." else (a, b)
            return date(_year(c), int(month), int(day)), text[parts.end() :]
        if parts := _DAY_FIRST.match(text):
            month = _MONTHS.get(parts[2].casefold())
            return (date(_year(parts[3]), month, int(parts[1])), text[parts.end() :]) if month else None
        if parts := _MONTH_FIRST.match(text):
            month = _MONTHS.get(parts[1].casefold())
            return (date(int(parts[3]), month, int(parts[2])), text[parts.end() :]) if month else None
        if re.fullmatch(r"(?:19|20)\d{6}", text):
            return date(int(text[:4]), int(text[4:6]), int(text[6:])), ""
    except ValueError:
        return None
    return None


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < _PIVOT else 1900)


def _at(day: date, time: re.Match | None) -> datetime:
    if time is None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    hour, half = int(time[1]), (time[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    offset = time[5] or "Z"
    zone = UTC
    if offset[0] in "+-":
        minutes = int(offset[1:3]) * 60 + int(offset[-2:])
        zone = timezone(timedelta(minutes=minutes if offset[0] == "+" else -minutes))
    return datetime(day.year, day.month, day.day, hour, int(time[2]), int(time[3] or 0), tzinfo=zone)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
