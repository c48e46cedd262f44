"""The rows of the list as the template takes them: what repeats is drawn once and kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from webapp.drawing import drawn, stencil
from webapp.fields.languages import language_name
from webapp.fields.places import country_name, state_name
from webapp.formatting import ago, amount, day, moment, number, over
from webapp.listing.columns import Column
from webapp.listing.rows import Due, Phone, Row, rows_of
from webapp.pipelines.stages import StageView
from webapp.users.viewer import Viewer

CELLS = "people/_cells.html"
EMPTY = {"moment": (0,), "day": (0,), "amount": (0,)}
"""What stands for nothing; None and '' wherever not said."""
REPEATING = frozenset({"status", "owner", "tags", "segments", "groups"})
CHOSEN = frozenset({"status", "stage"})
"""What can be changed in its cell."""
_SHOWN = {
    "kind": str.capitalize,
    "country": country_name,
    "state": state_name,
    "language": language_name,
    "day": day,
    "amount": amount,
    "number": number,
    "several": ", ".join,
    "yes": lambda value: "Yes" if value else "No",
}


class DrawnRow(NamedTuple):
    """A person as the template takes them."""

    id: int
    cells: Markup


@dataclass(frozen=True)
class Cells:
    """How the cells of a page are drawn: for whom, in which zone and when, what links to people say of the
    list, and whether one may choose people and edit them; `stages` are those that they may stand in,
    `first_segment` is as in rows_of."""

    viewer: Viewer
    zone: str
    now: int
    came_from: str
    may_choose: bool
    may_edit: bool
    stages: Mapping[int, StageView]
    first_segment: int | None = None

    def rows(self, ids: Sequence[int], columns: Sequence[Column]) -> list[DrawnRow]:
        """These people with the values of these columns, in their order."""
        draws = [self._drawing(*neighbours) for neighbours in zip([None, *columns], columns, strict=False)]
        return [
            DrawnRow(row.id, _joined(draw(row, cell) for draw, cell in zip(draws, row.cells, strict=True)))
            for row in rows_of(ids, columns, self.viewer, first_segment=self.first_segment)
        ]

    def _drawing(self, before: Column | None, column: Column) -> Callable[[Row, object], Markup]:
        """What makes the cells of a column, which stands behind another, out of people and values."""
        if column.shape in CHOSEN:
            return self._draw_chosen(column)
        empty, nothing = EMPTY.get(column.shape, (None, "")), drawn(CELLS, "nothing", column)
        draw = self._draw_due(before, column) if column.shape == "reminder" else self._draw_value(column)
        return lambda row, value: nothing if value in empty else draw(row, value)

    def _draw_due(self, before: Column | None, column: Column) -> Callable[[Row, Due], Markup]:
        """A reminder names its segment where the segments do not stand right before it."""
        named = before is None or before.shape != "segments"

        def draw(_row, due):
            is_over = due.at <= self.now
            return drawn(CELLS, "reminder", column, due.segment, over(due.at, self.now), is_over, named)

        return draw

    def _draw_chosen(self, column: Column) -> Callable[[Row, object], Markup]:
        """A status or stage, which whoever may edit people changes in its place."""
        shape = column.shape
        shown = self.stages.get if shape == "stage" else lambda status: status

        @cache
        def cell(value):
            return stencil(CELLS, "chosen", ("id",), column, shown(value), self.may_edit)

        return lambda row, value: cell(value).around(id=str(row.id))

    def _draw_phone(self, column: Column) -> Callable[[Row, object], Markup]:
        link = stencil(CELLS, "phone", ("id", "words", "norm", "number"), column, self.may_edit)

        def draw(row, value):
            words, norm = value if isinstance(value, Phone) else (value, value)
            return link.around(id=str(row.id), words=words, norm=norm, number=quote(words))

        return draw

    def _draw_value(self, column: Column) -> Callable[[Row, object], Markup]:
        shape = column.shape
        if shape in REPEATING:
            once = cache(partial(drawn, CELLS, shape, column))
            return lambda _row, value: once(value)
        if shape == "name":
            link = stencil(CELLS, "name", ("id", "name", "came_from"), self.may_choose, self.may_edit)
            return lambda row, name: link.around(id=str(row.id), name=name, came_from=self.came_from)
        if shape == "moment":
            time = stencil(CELLS, "moment", ("exact", "ago"), column)
            return lambda _row, at: time.around(exact=moment(at, self.zone), ago=ago(at, self.now))
        if shape == "phone":
            return self._draw_phone(column)
        show = _SHOWN.get(shape, str)
        text = stencil(CELLS, "text", ("words",), column)
        return lambda _row, value: text.around(words=show(value))


def _joined(cells: Iterable[Markup]) -> Markup:
    return Markup("".join(cells))
