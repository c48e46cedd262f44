"""A level in words, with what it comes from: "high: 3 calls and 1 meeting in the last 30 days"."""

from collections import Counter
from collections.abc import Iterable

from webapp.engagement.levels import COUNTED_DAYS, RECENT_DAYS, Window, level, score
from webapp.formatting import listed

WORDS = {
    "call": ("call", "calls"),
    "meeting": ("meeting", "meetings"),
    "visit": ("visit", "visits"),
    "letter": ("letter", "letters"),
    "mail": ("personal mail", "personal mails"),
}
"""One and several of each kind of signal."""


def explained(signals: Iterable[tuple[int, str, int]], within: Window) -> str:
    """The level, and what there was that counts."""
    worth = [(at, what, points) for at, what, points in signals if points and at >= within.since]
    recent = Counter(what for at, what, _ in worth if at >= within.recent)
    before = Counter(what for at, what, _ in worth if at < within.recent)
    parts = []
    if recent:
        parts.append(f"{_numbers(recent)} in the last {RECENT_DAYS} days")
    if before:
        parts.append(f"{_numbers(before)} in the {COUNTED_DAYS - RECENT_DAYS} days before")
    reasons = ", ".join(parts) or f"nothing in the last {COUNTED_DAYS} days"
    return f"{level(score(worth, within))}: {reasons}"


def _numbers(found: Counter) -> str:
    return listed([f"{found[what]} {WORDS[what][found[what] > 1]}" for what in WORDS if found[what]], "and")
