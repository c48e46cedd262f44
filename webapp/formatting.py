"""How values read on screen: dates and times in the company's zone, numbers, enumerations."""

from collections.abc import Sequence
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DATES = {
    "d Mon YYYY": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "YYYY-MM-DD": lambda d: f"{d:%Y-%m-%d}",
    "DD.MM.YYYY": lambda d: f"{d:%d.%m.%Y}",
    "DD/MM/YYYY": lambda d: f"{d:%d/%m/%Y}",
    "MM/DD/YYYY": lambda d: f"{d:%m/%d/%Y}",
}
"""The ways to write a date that a company chooses from."""

USUAL_DATES = "d Mon YYYY"
date_style: ContextVar[str] = ContextVar("date_style", default=USUAL_DATES)
"""How the company of this request writes its dates; set when its card is read (context.py)."""

MINUTE, HOUR, DAY = 60, 3600, 86_400


def local(at: int, zone: str) -> datetime:
    """UTC seconds as a local time."""
    return datetime.fromtimestamp(at, ZoneInfo(zone))


def ago(at: int, now: int) -> str:
    """How long ago, in the one unit that matters: '5 min ago', '3 d ago', '4 mo ago'; 'never' for 0."""
    if not at:
        return "never"
    seconds = now - at
    if seconds < 0:
        return "in " + _span(-seconds)
    return "just now" if seconds < MINUTE else _span(seconds) + " ago"


def over(due_at: int, now: int) -> str:
    """How long something is due or will be: '63 d over', '5 h over', 'in 15 d'; begun days ahead count."""
    seconds = now - due_at
    days = seconds // DAY if seconds >= 0 else -(seconds // DAY)
    words = f"{days:,} d" if abs(seconds) >= DAY else _span(abs(seconds))
    return f"{words} over" if seconds >= 0 else f"in {words}"


def day(ordinal: int) -> str:
    """'12 Sep 2026', or as the company writes dates, for a day ordinal; '' for 0."""
    return DATES[date_style.get()](date.fromordinal(ordinal)) if ordinal else ""


def date_of(at: int, zone: str) -> str:
    """The day of a moment in that zone: '12 Sep 2026', or as the company writes dates."""
    return day(local(at, zone).toordinal())


def moment(at: int, zone: str) -> str:
    """'12 Sep 2026, 14:05' in that zone, or as the company writes dates."""
    d = local(at, zone)
    return f"{DATES[date_style.get()](d)}, {d:%H:%M}"


def clock(at: int, zone: str) -> str:
    """'14:05' in that zone."""
    return f"{local(at, zone):%H:%M}"


def when(at: int, zone: str, now: int) -> str:
    """'Tue 17 Nov, 08:00' within six days, '3 Nov, 10:41' in this year, else '3 Nov 2025, 10:41'."""
    d, today = local(at, zone), local(now, zone)
    if abs((today.date() - d.date()).days) <= 6:
        return f"{d:%a} {d.day} {MONTHS[d.month - 1]}, {d:%H:%M}"
    year = "" if d.year == today.year else f" {d.year}"
    return f"{d.day} {MONTHS[d.month - 1]}{year}, {d:%H:%M}"


def month(at: int, zone: str, now: int) -> str:
    """'November' in this year, else 'November 2025'."""
    d = local(at, zone)
    return f"{d:%B}" if d.year == local(now, zone).year else f"{d:%B} {d.year}"


def iso(at: int) -> str:
    """'2026-11-17T08:00:00Z', for machines."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"


def number(n: int | float) -> str:
    """12,480"""
    return f"{n:,}"


def amount(hundredths: int) -> str:
    """12,480 or 12,480.50, for hundredths."""
    return f"{hundredths / 100:,.2f}".removesuffix(".00")


def plain_amount(hundredths: int) -> int | float:
    """The number of these hundredths; whole ones without a point."""
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def size(count: int) -> str:
    """'12 bytes', '340 kB', '2.4 MB' of a file; a kB has 1,024 bytes, as limits are meant."""
    if count < 1024:
        return f"{count} {'byte' if count == 1 else 'bytes'}"
    return f"{count / 1024:,.0f} kB" if count < 2**20 else f"{count / 2**20:,.1f} MB"


def listed(words: Sequence[str], glue: str) -> str:
    """'a', 'a and b', 'a, b and c' for the glue "and"; '' for none."""
    return f" {glue} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _span(seconds: int) -> str:
    if seconds < HOUR:
        return f"{max(1, seconds // MINUTE)} min"
    if seconds < DAY:
        return f"{seconds // HOUR} h"
    if seconds < 60 * DAY:
        return f"{seconds // DAY} d"
    if seconds < 730 * DAY:
        return f"{seconds // (30 * DAY)} mo"
    return f"{seconds // (365 * DAY)} y"


def prepare(app: Flask) -> None:
    """Offer the formats to templates as filters."""
    filters = (ago, amount, clock, date_of, day, iso, moment, month, number, over, size, when)
    app.jinja_env.filters.update({one.__name__: one for one in filters})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
