"""The rows of a file as drafts, in the order in which they are written."""

from itertools import islice

from webapp.imports.drafts import Draft, Drafting
from webapp.imports.matching import name_key_of, points_of
from webapp.imports.naming import Names
from webapp.imports.plan import Plan
from webapp.imports.reading import Table

WINDOW = 10_000
"""Rows of a file that are sorted together; their drafts take some 20 MB."""


class Windows:
    """The drafts after the `done` first ones, by windows of the file that are sorted by name.

    Neighbours in a chunk are then neighbours in most indexes of person, which saves most of the writing. The
    order is the same whoever reads the file, so that a run can be carried on within a window.
    """

    def __init__(self, table: Table, drafting: Drafting, names: Names, plan: Plan, done: int):
        self._rows = islice(table.rows, done - done % WINDOW, None)
        self._drafting = drafting
        self._names = names
        self._plan = plan
        self._ahead: list[Draft] = []
        self._here = self._next_window()[done % WINDOW :]

    def take(self, number: int) -> list[Draft]:
        """The next drafts of a window, at most `number`; none after the last.

        As many rows of the window after it are read meanwhile, so that this takes about as long every time.
        """
        if not self._here:
            self._here = self._next_window()
        taken, self._here = self._here[:number], self._here[number:]
        self._read(number)
        return taken

    def _next_window(self) -> list[Draft]:
        self._read(WINDOW)
        window, self._ahead = sorted(self._ahead, key=_SortKeys()), []
        return window

    def _read(self, number: int) -> None:
        for row in islice(self._rows, min(number, WINDOW - len(self._ahead))):
            draft = self._drafting.draft(row)
            self._names.check(draft)
            draft.points = points_of(draft, self._plan.match)
            self._ahead.append(draft)


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
