"""The list as a file: a row for each person, in words that a spreadsheet shows and the import reads back."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from io import StringIO
from itertools import chain

from webapp.fields.languages import language_name
from webapp.fields.places import country_name, state_name
from webapp.listing.columns import Column
from webapp.listing.opening import OpenList
from webapp.listing.paging import ids_in_order
from webapp.listing.rows import Coloured, Owner, rows_of

CHUNK = 500
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NAMED = {"country": country_name, "state": state_name, "language": language_name}


def records(opened: OpenList, columns: Sequence[Column]) -> Iterator[list]:
    """The values of everybody in the list: texts, numbers, True, lists of texts, ISO days and moments in UTC,
    and None for nothing."""
    for ids in ids_in_order(opened.sort, opened.among, CHUNK):
        for row in rows_of(ids, columns):
            yield [_value(column, cell) for column, cell in zip(columns, row.cells, strict=True)]


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence]) -> Iterator[str]:
    """The lines of a CSV file that is safe to open in a spreadsheet."""
    line = StringIO()
    writer = csv.writer(line)
    for cells in chain([heads], rows):
        writer.writerow(map(cell_text, cells))
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def cell_text(value: object) -> str:
    """A value as a spreadsheet's cell. An apostrophe guards what it would run as a formula; the import takes
    it off again."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return str(value)
        case list():
            value = "; ".join(value)
    return f"'{value}" if _FORMULA.match(value) else value


def _value(column: Column, cell: object) -> object:
    match cell:
        case None | "" | [] | ():
            return None
        case Coloured() | Owner():
            return cell.name
        case list() | tuple():
            return [one.name if isinstance(one, Coloured) else one for one in cell]
    match column.shape:
        case "moment":
            return datetime.fromtimestamp(cell, UTC).isoformat().replace("+00:00", "Z") if cell else None
        case "day":
            return date.fromordinal(cell).isoformat() if cell else None
    return _NAMED.get(column.shape, lambda same: same)(cell)
