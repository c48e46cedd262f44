"""What counts as engagement, and how much: rows of a person, a moment, what it was, and its points.

A noun with another kind of signal (replies, clicks, submissions) adds a SELECT to SOURCES and the words for
it (explaining.py); levels, criteria and explanations follow.
"""

from collections.abc import Callable

from sqlalchemy import Select, case, select, union_all

from webapp.people.models import Touch

Source = Callable[[int], Select]
"""source(since) gives (person_id, at, what, points) of everything from that moment on."""

POINTS = {"call": 2, "meeting": 3, "visit": 3, "letter": 1, "mail": 1}
IN_VAIN = {"left a message": 1, "not reached": 0, "wrong number": 0}
"""What a touch is worth that did not reach anybody, whatever its kind."""
MOST_POINTS = max(POINTS.values())
"""What one signal is worth at most."""


def touches(since: int) -> Select:
    """What somebody did with the person by hand."""
    worth = case(IN_VAIN, value=Touch.outcome, else_=case(POINTS, value=Touch.kind, else_=0))
    rows = select(Touch.person_id, Touch.at, Touch.kind.label("what"), worth.label("points"))
    return rows.where(Touch.deleted_at.is_(None), Touch.manual, Touch.at >= since)


SOURCES: tuple[Source, ...] = (touches,)


def signals(since: int) -> Select:
    """Everything that counts from that moment on."""
    rows = [source(since) for source in SOURCES]
    return rows[0] if len(rows) == 1 else select(union_all(*rows).subquery())
