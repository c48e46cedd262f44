"""From what was done with somebody to a level and its reasons."""

import pytest

from webapp.engagement.explaining import WORDS, explained
from webapp.engagement.levels import LEVELS, Span, Window, level, score, spans
from webapp.engagement.signals import POINTS

DAY = 86_400
WINDOW = Window(since=0, recent=60 * DAY)
RECENTLY, BEFORE, LONG_AGO = 60 * DAY, 60 * DAY - 1, -1


def call(at, points=2):
    return at, "call", points


def test_what_is_recent_counts_twice_and_what_is_long_ago_not_at_all():
    assert score([call(RECENTLY), call(BEFORE), call(LONG_AGO)], WINDOW) == 4 + 2


@pytest.mark.parametrize(
    ("points", "name"),
    [(0, "none"), (1, "low"), (3, "low"), (4, "medium"), (7, "medium"), (8, "high"), (99, "high")],
)
def test_each_score_has_one_level(points, name):
    assert level(points) == name
    assert [other for other in LEVELS if any(span.holds(points) for span in spans([other]))] == [name]


def test_levels_beside_each_other_are_one_span():
    assert spans(["high", "medium"]) == [Span(4, None)]
    assert spans(["none", "low"]) == [Span(0, 3)]
    assert spans(["high", "low"]) == [Span(8, None), Span(1, 3)]
    assert spans(list(LEVELS)) == [Span(0, None)]


def test_the_reasons_are_what_counts():
    meeting = (RECENTLY, "meeting", 3)
    assert explained([call(RECENTLY), call(RECENTLY), meeting], WINDOW) == (
        "high: 2 calls and 1 meeting in the last 30 days"
    )
    assert explained([call(BEFORE), call(RECENTLY, points=0), call(LONG_AGO)], WINDOW) == (
        "low: 1 call in the 60 days before"
    )
    assert explained([], WINDOW) == "none: nothing in the last 90 days"


def test_every_signal_has_words():
    assert POINTS.keys() <= WORDS.keys()
