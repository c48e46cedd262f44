"""The rows of a file as drafts, in the order in which they are written."""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from webapp.imports.deciding import portrait_of_new
from webapp.imports.drafting import Drafting
from webapp.imports.drafts import Draft, names_anything
from webapp.imports.matching import name_key_of, points_of
from webapp.imports.plan import Plan
from webapp.imports.reading import Table, open_table

WINDOW = 10_000
"""Rows of a file that are sorted together; their drafts take some 20 MB."""


def count_rows(path: Path, plan: Plan) -> int:
    """Reads the whole file, so that one which is torn somewhere is refused before anybody of it came in."""
    return sum(1 for _ in _open(path, plan).rows)


def drafts_of(path: Path, plan: Plan, drafting: Drafting, done: int) -> Iterator[Draft]:
    """The drafts after the `done` first ones, by windows of the file that are sorted by name.

    Neighbours in a chunk are then neighbours in most indexes of person, which saves most of the writing. The
    order is the same whoever reads the file, so that a run can be carried on within a window.
    """
    with closing(_open(path, plan)) as table:
        passed = done % WINDOW
        rows = islice(table.rows, done - passed, None)
        while window := [drafting.draft(row) for row in islice(rows, WINDOW)]:
            for draft in window:
                draft.names = names_anything(draft)
                draft.points = points_of(draft, plan.match)
            for draft in islice(sorted(window, key=_SortKeys()), passed, None):
                draft.portrait = portrait_of_new(draft, plan)  # so late that the first need not wait for all
                yield draft
            passed = 0


def _open(path: Path, plan: Plan) -> Table:
    return open_table(
        path, header=plan.header, delimiter=plan.delimiter, encoding=plan.encoding, sheet=plan.sheet
    )


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
