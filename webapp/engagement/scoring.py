"""Signals and their score in SQL: of one person, for a probe, or of everybody who has any."""

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from webapp.db import db
from webapp.engagement.levels import RECENT_WEIGHT, Span, Window
from webapp.engagement.signals import signals


def score_of(person_id: ColumnElement[int], within: Window, correlated: type) -> ColumnElement[int]:
    """The score of the person around this expression."""
    rows = signals(within.since).subquery()
    score = select(func.coalesce(_sum(rows, within), 0)).where(rows.c.person_id == person_id)
    return score.correlate(correlated).scalar_subquery()


def people_scoring(spans: list[Span], within: Window) -> Select:
    """The ids of those whose score lies in one of the spans, none of which begins at 0."""
    rows = signals(within.since).subquery()
    total = _sum(rows, within)
    return select(rows.c.person_id).group_by(rows.c.person_id).having(in_spans(total, spans))


def signals_of(person_id: int, within: Window) -> list[tuple[int, str, int]]:
    """When, what and how many points of everything that counts for a person."""
    rows = signals(within.since).subquery()
    theirs = select(rows.c.at, rows.c.what, rows.c.points).where(rows.c.person_id == person_id)
    return [tuple(row) for row in db.session.execute(theirs)]


def in_spans(score: ColumnElement[int], spans: list[Span]) -> ColumnElement[bool]:
    """Whether the score lies in one of them."""
    return or_(*(_in(score, span) for span in spans))


def _in(score: ColumnElement[int], span: Span) -> ColumnElement[bool]:
    if span.most is None:
        return score >= span.least
    return score == span.least if span.least == span.most else score.between(span.least, span.most)


def _sum(rows, within: Window) -> ColumnElement[int]:
    weight = case((rows.c.at >= within.recent, RECENT_WEIGHT), else_=1)
    return func.sum(rows.c.points * weight)
