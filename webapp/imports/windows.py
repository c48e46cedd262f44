"""The rows of a file as drafts, in the order in which they are written."""

from collections.abc import Iterator
from itertools import islice

from webapp.imports.drafts import Draft, Drafting
from webapp.imports.matching import name_key_of, points_of
from webapp.imports.naming import Names
from webapp.imports.plan import Plan
from webapp.imports.reading import Table

WINDOW = 10_000
"""Rows of a file that are sorted together; their drafts take some 40 MB."""


def windows_of(
    table: Table, drafting: Drafting, names: Names, plan: Plan, done: int
) -> Iterator[list[Draft]]:
    """The drafts after the `done` first ones, by windows of the file that are sorted by name.

    Neighbours in a chunk are then neighbours in most indexes of person, which saves most of the writing. The
    order is the same whoever reads the file, so that a run can be carried on within a window.
    """
    rows = islice(table.rows, done - done % WINDOW, None)
    skipped = done % WINDOW
    while drafts := [drafting.draft(row) for row in islice(rows, WINDOW)]:
        for draft in drafts:
            names.check(draft)
        yield sorted(drafts, key=_SortKeys(plan))[skipped:]
        skipped = 0


class _SortKeys:
    """The sort key of each draft in file order: its name, or that of the first draft about the same person,
    so that drafts about one person keep their order."""

    def __init__(self, plan: Plan):
        self._match = plan.match
        self._by_point: dict[str, str] = {}

    def __call__(self, draft: Draft) -> str:
        points = points_of(draft, self._match)
        own = next((self._by_point[p] for p in points if p in self._by_point), None) or name_key_of(draft)
        for point in points:
            self._by_point.setdefault(point, own)
        return own
