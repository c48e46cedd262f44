"""From points to a level: those of the last 90 days count, those of the last 30 twice."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from webapp.engagement.signals import MOST_POINTS

COUNTED_DAYS, RECENT_DAYS = 90, 30
RECENT_WEIGHT = 2
LEVELS = {"high": 8, "medium": 4, "low": 1, "none": 0}
"""Each level with the least points for it, the highest first."""
FEWEST = {level: -(-least // (MOST_POINTS * RECENT_WEIGHT)) for level, least in LEVELS.items()}
"""How many signals it takes at least."""


class Window(NamedTuple):
    """The moments from which signals count, and from which they count twice."""

    since: int
    recent: int


class Span(NamedTuple):
    """From this score to that one; None for an open end."""

    least: int
    most: int | None

    def holds(self, score: int) -> bool:
        """Whether the score lies within."""
        return self.least <= score and (self.most is None or score <= self.most)


def window(today: date, midnight) -> Window:
    """The window of a day; `midnight(ordinal)` is when a day begins."""
    last = today.toordinal()
    return Window(midnight(last - COUNTED_DAYS), midnight(last - RECENT_DAYS))


def score(signals: Iterable[tuple[int, str, int]], within: Window) -> int:
    """The points of what lies in the window."""
    return sum(
        points * (RECENT_WEIGHT if at >= within.recent else 1)
        for at, _, points in signals
        if at >= within.since
    )


def level(points: int) -> str:
    """The level that so many points make."""
    return next(name for name, least in LEVELS.items() if points >= least)


def spans(levels: Sequence[str]) -> list[Span]:
    """The scores of any of these levels; neighbours make one span."""
    found: list[Span] = []
    most = None
    for name, least in LEVELS.items():
        if name in levels:
            if found and found[-1].least == (most or 0) + 1:
                found[-1] = Span(least, found[-1].most)
            else:
                found.append(Span(least, most))
        most = least - 1
    return found
