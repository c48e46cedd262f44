"""A group's size over time as a drawing and a table, and who was in it on a day."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from webapp.criteria.asking import Asker
from webapp.segments.clocks import DAY
from webapp.smart_groups.history import Look, Step, began, look_back, sizes, versions, who_was_there
from webapp.users.viewer import Viewer

SPANS = {"30d": ("30 days", 30, 30), "6m": ("6 months", 182, 26), "all": ("All", 0, 26)}
"""By what stands in the address: the words, how many days back, and in how many steps."""
WIDTH, HEIGHT = 640, 140
BAR = 0.3
"""How much of the height the joins take."""
MOST_NAMED = 100


class Mark(NamedTuple):
    """Something at a place of the drawing."""

    x: float
    words: str


class Chart:
    """What templates/groups/_history.html draws, in the coordinates of its SVG."""

    width, height, spans = WIDTH, HEIGHT, SPANS

    def __init__(self, group_id: int, viewer: Viewer, span: str, *, now: int):
        self.group_id = group_id
        self.span = span if span in SPANS else "6m"
        self.now = now
        _, days, steps = SPANS[self.span]
        first = began(group_id)
        self.since = now - days * DAY if days else min(first or now, now - DAY)
        self.steps: Sequence[Step] = sizes(group_id, viewer, since=self.since, now=now, steps=steps)

    @property
    def each(self) -> str:
        """What a step is, after what came in each of them; '' where it is no stretch with a name."""
        return {"30d": " each day", "6m": " each week"}.get(self.span, "")

    @cached_property
    def top(self) -> int:
        """A round number above every size."""
        most = max((step.members for step in self.steps), default=0)
        unit = 10 ** max(0, len(str(most)) - 1)
        return max(4, -(-most // unit) * unit)

    @property
    def line(self) -> str:
        """The points of the line of sizes."""
        return " ".join(f"{self._x(n):.1f},{self._y(step.members):.1f}" for n, step in enumerate(self.steps))

    @property
    def area(self) -> str:
        """The line, and back along the ground."""
        return f"0,{HEIGHT} {self.line} {WIDTH},{HEIGHT}"

    @property
    def bars(self) -> list[tuple[float, float, float, float]]:
        """(x, y, width, height) of how many joined in each step."""
        most = max((step.joined for step in self.steps), default=0) or 1
        width = WIDTH / len(self.steps)
        return [
            (n * width + width * 0.3, HEIGHT - tall, width * 0.4, tall)
            for n, step in enumerate(self.steps)
            if (tall := step.joined / most * HEIGHT * BAR)
        ]

    @property
    def marks(self) -> list[Mark]:
        """Where a new version of the rule began."""
        a_second = WIDTH / max(1, self.now - self.since)
        return [
            Mark((version.at - self.since) * a_second, f"rule v{version.version}")
            for version in versions(self.group_id)
            if version.at >= self.since and version.version > 1
        ]

    def _x(self, n: int) -> float:
        return WIDTH * n / max(1, len(self.steps) - 1)

    def _y(self, members: int) -> float:
        return HEIGHT - members / self.top * HEIGHT


class LookBack:
    """Who was in the group at the end of a day of the company's calendar."""

    def __init__(self, group_id: int, viewer: Viewer, day: date, asker: Asker):
        self.day = day
        at = asker.midnight(day.toordinal() + 1)
        self.numbers: Look = look_back(group_id, viewer, at)
        self.people = who_was_there(group_id, viewer, at, at_most=MOST_NAMED)
