"""What a figure is, and how it is measured beside its floor: in rounds that take turns."""

import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7
A_ROUND = 12
OTHER_PAGE = "floor of another page"
_IDS = re.compile(r'href="/people/(\d+)[^"]*" data-row-link')

Ask = Callable[[], tuple[float, str]]
"""Asks once, and returns the seconds that it took and the body."""


@dataclass(frozen=True)
class Figure:
    """At most `limit` times its floor and at most `most_ms`, with more people at most `growth` times as long;
    None for no such limit, or no floor.

    Both list the same people if `same_people`. As the `same_page` they have about as many letters and
    elements, so that the floor neither leaves out what the page has nor carries what it no longer has.
    """

    name: str
    muster: Ask
    floor: Ask | None = None
    limit: float | None = None
    most_ms: float | None = None
    growth: float | None = None
    same_people: bool = True
    same_page: bool = True


@dataclass(frozen=True)
class Measured:
    """Milliseconds; `ratio` is the median of the rounds' ratios of medians, None without a floor."""

    figure: Figure
    median: float
    p95: float
    floor: float | None = None
    ratio: float | None = None
    same_page: bool = True

    @property
    def holds(self) -> bool:
        return not self.verdict

    @property
    def verdict(self) -> str:
        """What is wrong with it, '' for nothing."""
        if not self.same_page:
            return OTHER_PAGE
        too_slow = self.figure.most_ms is not None and self.median > self.figure.most_ms
        too_far = self.figure.limit is not None and self.ratio > self.figure.limit
        return "missed" if too_slow or too_far else ""

    @property
    def row(self) -> tuple[str, ...]:
        """Its cells in the table."""
        limits = (
            self.figure.limit and f"{self.figure.limit}x",
            self.figure.most_ms and f"{self.figure.most_ms} ms",
        )
        return (
            self.figure.name,
            *("" if ms is None else f"{ms:.1f}" for ms in (self.floor, self.median, self.p95)),
            "" if self.ratio is None else f"{self.ratio:.2f}",
            " ".join(filter(None, (", ".join(filter(None, limits)), self.verdict))),
        )


def measure(figure: Figure) -> Measured:
    """After warming up; with a floor both in turns, shown to list the same people."""
    return _measure_alone(figure) if figure.floor is None else _measure_beside(figure)


def of_times(figure: Figure, times: list[float], **beside) -> Measured:
    """What these milliseconds come to."""
    return Measured(figure, statistics.median(times), statistics.quantiles(times, n=20)[-1], **beside)


def _measure_alone(figure: Figure) -> Measured:
    for _ in range(3):
        figure.muster()
    return of_times(figure, [figure.muster()[0] * 1000 for _ in range(ROUNDS * A_ROUND)])


def _measure_beside(figure: Figure) -> Measured:
    for _ in range(3):
        (_, ours), (_, theirs) = figure.muster(), figure.floor()
    if figure.same_people:
        assert _IDS.findall(ours), f"{figure.name}: nobody"
        assert _IDS.findall(ours) == _IDS.findall(theirs), f"{figure.name}: not the same people"
    alike = all(0.9 < size(theirs) / size(ours) < 1.1 for size in (len, _elements))
    ratios, all_ours, all_theirs = [], [], []
    for _ in range(ROUNDS):
        turns = [(figure.muster()[0] * 1000, figure.floor()[0] * 1000) for _ in range(A_ROUND)]
        ours, theirs = zip(*turns, strict=True)
        ratios.append(statistics.median(ours) / statistics.median(theirs))
        all_ours += ours
        all_theirs += theirs
    return of_times(
        figure,
        all_ours,
        floor=statistics.median(all_theirs),
        ratio=statistics.median(ratios),
        same_page=alike or not figure.same_page,
    )


def _elements(page: str) -> int:
    return page.count("<")
