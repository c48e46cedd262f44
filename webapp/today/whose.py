"""Whose people the page is about."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import ColumnElement

from webapp.db import counters
from webapp.db.counters import PeopleCount
from webapp.people.visible import seen_by
from webapp.users.viewer import Viewer

MINE, ALL = "mine", "all"


class Whose(NamedTuple):
    """`among(table)` narrows person, or the counters, to one's own people or to all whom one may see."""

    word: str
    among: Callable[..., ColumnElement[bool]]


def whose(word: str, viewer: Viewer) -> Whose:
    """One's own people for 'mine', all whom the viewer may see for anything else."""
    if word == MINE:
        return Whose(MINE, lambda table: table.owner_id == viewer.id)
    return Whose(ALL, lambda table: seen_by(viewer, table))


def owns_anybody(viewer: Viewer) -> bool:
    """Whether anybody's owner is the viewer."""
    return sum(counters.read("kind", PeopleCount.owner_id == viewer.id).values()) > 0
