"""How values read on screen: dates and times in the company's zone, numbers, names of countries."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
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


def day(ordinal: int) -> str:
    """'12 Sep 2026' for a day ordinal, '' for 0."""
    if not ordinal:
        return ""
    d = date.fromordinal(ordinal)
    return f"{d.day} {MONTHS[d.month - 1]} {d.year}"


def moment(at: int, zone: str) -> str:
    """'12 Sep 2026, 14:05' in that zone."""
    d = local(at, zone)
    return f"{d.day} {MONTHS[d.month - 1]} {d.year}, {d:%H:%M}"


def number(n: int | float) -> str:
    """12,480"""
    return f"{n:,}"


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
    app.jinja_env.filters.update(ago=ago, day=day, moment=moment, number=number)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
