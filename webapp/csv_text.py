"""CSV that is safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain

_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FORMULA = re.compile(r"'*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
"""How a cell begins that a spreadsheet would run, guarded or not; some read full-width signs as well."""


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
    text = plain_text(value)
    return f"'{text}" if isinstance(value, str | list) and FORMULA.match(text) else text


def plain_text(value: object) -> str:
    """A value as one reads it on paper."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return str(value)
        case list():
            value = "; ".join(value)
    return _UNSHOWN.sub("", value)
