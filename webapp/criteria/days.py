"""Days as criteria ask for them: on one, before, after, between, in the last 30 days, in the next 7.

Values: ('is', '2026-01-05'), ('>=', '2026-01-05'), ('..', '2026-01-05', '2026-02-01'), ('last', 30, 'd'),
('next', 7, 'd').
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from webapp.criteria.errors import CriteriaError
from webapp.criteria.terms import Asked, Atom
from webapp.criteria.tree import Value
from webapp.formatting import day as shown_day

UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_SPAN = re.compile(r"([0-9]{1,5})([dwmy])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_YEAR = 9_000
_COMPARED = {">": "after {}", ">=": "since {}", "<": "before {}", "<=": "until {}"}

Window = tuple[int | None, int | None]
"""The first and the last day as ordinals, None for an open end."""


def read_days(asked: Asked, key: str) -> Value:
    """The value of what was typed after `key`; raises CriteriaError."""
    match asked.op:
        case "is":
            if span := _SPAN.fullmatch(asked.word):
                return "last", *_span(span, asked.atom)
            return "is", _date(asked.atom, key)
        case ">" | ">=" | "<" | "<=":
            return asked.op, _date(asked.atom, key)
        case "..":
            first, last = _date(asked.atom, key), _date(asked.end, key)
            if first > last:
                raise CriteriaError(f"This range runs backwards: {first} is after {last}.", asked.position)
            return "..", first, last
        case "named" if asked.atom.word == "next" and asked.behind.op == "is":
            if span := _SPAN.fullmatch(asked.end.word):
                return "next", *_span(span, asked.end)
            raise CriteriaError(f"Write how long, such as {key}:next:7d.", asked.end.position)
    raise CriteriaError(f"A date cannot be asked for like this. Write {_examples(key)}.", asked.position)


def write_days(value: Value) -> str:
    """The text of a value."""
    match value:
        case ("is", day):
            return day
        case ("..", first, last):
            return f"{first}..{last}"
        case ("last", number, unit):
            return f"{number}{unit}"
        case ("next", number, unit):
            return f"next:{number}{unit}"
        case (comparison, day):
            return comparison + day


def window(value: Value, today: date) -> Window:
    """The days that a value means today. 'last' has no last day: what lies ahead is for the caller."""
    match value:
        case ("is", day):
            return _ordinal(day), _ordinal(day)
        case (">", day):
            return _ordinal(day) + 1, None
        case (">=", day):
            return _ordinal(day), None
        case ("<", day):
            return None, _ordinal(day) - 1
        case ("<=", day):
            return None, _ordinal(day)
        case ("..", first, last):
            return _ordinal(first), _ordinal(last)
        case ("last", number, unit):
            return shifted(today, -number, unit), None
        case ("next", number, unit):
            return today.toordinal(), shifted(today, number, unit)


def counts_days(value: Value) -> bool:
    """Whether a value means other days tomorrow. What it is about may stand before it."""
    return "last" in value[:-2] or "next" in value[:-2]


def say_days(value: Value) -> tuple[str, str]:
    """The value in words, as what stands before the part that one may change, and that part."""
    match value:
        case ("is", day):
            return "on", _shown(day)
        case ("..", first, last):
            return "between", f"{_shown(first)} and {_shown(last)}"
        case ("last" | "next" as direction, number, unit):
            return "in the", f"{direction} {number} {UNITS[unit]}{'' if number == 1 else 's'}"
        case (comparison, day):
            before, _, _ = _COMPARED[comparison].partition(" ")
            return before, _shown(day)


def _examples(key: str) -> str:
    return f"{key}:2026-01-05, {key}:>=2026-01-05, {key}:2026-01-01..2026-03-31 or {key}:30d"


def _date(atom: Atom, key: str) -> str:
    if not _DATE.fullmatch(atom.text):
        raise CriteriaError(f"“{atom.text[:40]}” is not a date. Write {_examples(key)}.", atom.position)
    try:
        day = date.fromisoformat(atom.text)
    except ValueError:
        raise CriteriaError(f"There is no {atom.text} in the calendar.", atom.position) from None
    if day.year >= _MOST_YEAR:
        raise CriteriaError(f"{atom.text} is too far ahead.", atom.position)
    return atom.text


def _span(span: re.Match, atom: Atom) -> tuple[int, str]:
    number, unit = int(span[1]), span[2]
    try:
        shifted(date(1_000, 1, 1), number, unit)
        shifted(date(3_000, 1, 1), -number, unit)
    except (ValueError, OverflowError):
        raise CriteriaError(f"{atom.text} is longer than the calendar.", atom.position) from None
    return number, unit


def shifted(day: date, number: int, unit: str) -> int:
    """The ordinal of the day this many units later; months and years are clamped to the month's end."""
    if unit in "dw":
        return (day + timedelta(days=number * (7 if unit == "w" else 1))).toordinal()
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year < _MOST_YEAR:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _shown(day: str) -> str:
    return shown_day(_ordinal(day))
