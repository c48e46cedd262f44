"""The rows of a file as drafts, in the order in which they are written."""

from collections.abc import Iterator
from itertools import islice

from webapp.imports.drafts import Draft, Drafting
from webapp.imports.matching import name_key_of, points_of
from webapp.imports.plan import Match
from webapp.imports.reading import Table

WINDOW = 10_000
"""Rows of a file that are sorted together; their drafts take some 20 MB."""


def drafts_in_order(table: Table, drafting: Drafting, match: Match, done: int) -> Iterator[Draft]:
    """The drafts after the `done` first ones, by windows of the file that are sorted by name.

    Neighbours in a chunk are then neighbours in most indexes of person, which saves most of the writing. The
    order is the same whoever reads the file, so that a run can be carried on within a window.
    """
    passed = done % WINDOW
    rows = islice(table.rows, done - passed, None)
    while window := [drafting.draft(row) for row in islice(rows, WINDOW)]:
        for draft in window:
            draft.points = points_of(draft, match)
        yield from islice(sorted(window, key=_SortKeys()), passed, None)
        passed = 0


class _SortKeys:
    """The sort key of each draft in file order: its name, or that of the first draft about the same person,
    so that drafts about one person keep their order."""

    def __init__(self):
        self._by_point: dict[str, str] = {}

    def __call__(self, draft: Draft) -> str:
        first = next((self._by_point[p] for p in draft.points if p in self._by_point), None)
        own = first or name_key_of(draft)
        for point in draft.points:
            self._by_point.setdefault(point, own)
        return own
