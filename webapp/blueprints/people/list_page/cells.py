"""The rows of the list as the template takes them: what repeats is drawn once and kept."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from webapp.drawing import drawn
from webapp.fields.languages import language_name
from webapp.fields.places import country_name, state_name
from webapp.formatting import day, number
from webapp.listing.columns import Column
from webapp.listing.rows import rows_of

CELLS = "people/_cells.html"
EMPTY = {"moment": (0,), "day": (0,)}
"""What stands for nothing; None and '' wherever not said."""
REPEATING = frozenset({"status", "owner", "tags"})
_SHOWN = {
    "kind": str.capitalize,
    "country": country_name,
    "state": state_name,
    "language": language_name,
    "day": day,
    "number": number,
    "several": ", ".join,
    "yes": lambda value: "Yes" if value else "No",
}


class DrawnRow(NamedTuple):
    """A person as the template takes them; a cell is the shape of its column, how it begins, and its value.

    A cell of the shape 'drawn' is complete: its value is one that repeats, or nothing.
    """

    id: int
    cells: list[tuple[str, Markup, object]]


def drawn_rows(ids: Sequence[int], columns: Sequence[Column]) -> list[DrawnRow]:
    """These people with the values of these columns, in their order."""
    draw = [_drawing(column) for column in columns]
    return [
        DrawnRow(row.id, [draw_cell(cell) for draw_cell, cell in zip(draw, row.cells, strict=True)])
        for row in rows_of(ids, columns)
    ]


def log_call() -> Markup:
    """What a row's link to log a call says."""
    return drawn(CELLS, "log_call")


def _drawing(column: Column):
    """What makes the cells of a column out of values."""
    shape, opening, nothing = column.shape, drawn(CELLS, "opening", column), drawn(CELLS, "nothing", column)
    show = _SHOWN.get(shape, lambda value: value)

    def cell(value) -> tuple[str, Markup, object]:
        if value in EMPTY.get(shape, (None, "")):
            return "drawn", opening, nothing
        if shape in REPEATING:
            return "drawn", opening, drawn(CELLS, shape, column, value)
        return shape, opening, show(value)

    return cell
