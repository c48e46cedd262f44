"""A file becomes a table: rows of text, each with its line, whatever its format, encoding or dialect."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from webapp.imports.dialects import Dialect, guess_dialect
from webapp.imports.encodings import detect_encoding
from webapp.imports.guessing import is_header
from webapp.imports.spreadsheets import Sheet, is_spreadsheet
from webapp.imports.unreadable import UnreadableFile

MAX_COLUMNS = 500
MAX_ROWS = 5_000_000
SAMPLE_ROWS = 100
SAMPLE_CELL = 1_000
"""What guessing sees of a cell: looking at millions of characters takes seconds."""
EMPTY = "This file is empty."
_SAMPLE_CHARACTERS = 256 * 1024

_OTHER_FORMATS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a packed file"),
    (b"{\\rtf", "a text document"),
    (b"BEGIN:VCARD", "a vCard file"),
    (b"BEGIN:VCALENDAR", "a calendar file"),
)
_MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml|table|[a-z]+[ >])", re.IGNORECASE)

Row = tuple[int, list[str]]


@dataclass
class Table:
    """An opened table. `rows` gives (line, cells) once and in order, without the header and blank rows.

    `sample` holds how the cells of the first rows begin, for guessing and previews. `dialect` and `encoding`
    are None for a spreadsheet, `sheets` is empty for text.
    """

    header: list[str] | None
    sample: list[list[str]]
    rows: Iterator[Row]
    width: int
    encoding: str | None = None
    dialect: Dialect | None = None
    sheet: str | None = None
    sheets: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Lets go of the file when the rows were not read to the end."""
        self.rows.close()


def open_table(
    path: Path,
    *,
    header: bool | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Table:
    """Opens a CSV, Excel or ODS file; whatever is not given is guessed from the content, never from the name.

    Raises UnreadableFile, here or while its rows are read, with a sentence that says what is wrong.
    """
    head = _head(path)
    if is_spreadsheet(head):
        opened = Sheet(path, sheet)
        return _table(iter(opened), header, sheet=opened.name, sheets=opened.names)
    _refuse_other_formats(head)
    encoding = encoding or detect_encoding(path)
    sample = _text_sample(path, encoding)
    if not sample.strip():
        raise UnreadableFile(EMPTY)
    dialect = guess_dialect(sample, delimiter)
    if dialect is None:
        raise UnreadableFile("This file is no table: its lines are text without columns.")
    return _table(_text_rows(path, encoding, dialect), header, encoding=encoding, dialect=dialect)


def _table(rows: Iterator[Row], header: bool | None, **source) -> Table:
    rows = _filled_rows(rows)
    first = list(islice(rows, SAMPLE_ROWS + 1))
    if not first:
        raise UnreadableFile(EMPTY)
    cells = [[cell[:SAMPLE_CELL] for cell in cells] for _, cells in first]
    with_header = is_header(cells[0], cells[1:]) if header is None else header
    sample = cells[1:] if with_header else cells[:SAMPLE_ROWS]
    return Table(
        header=[name.replace("\0", "").strip() for name in cells[0]] if with_header else None,
        sample=sample,
        rows=_joined(first[1:] if with_header else first, rows),
        width=len(cells[0]) if with_header else max(map(len, cells)),
        **source,
    )


def _joined(first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from rest


def _filled_rows(rows: Iterator[Row]) -> Iterator[Row]:
    count = 0
    for row in rows:
        cells = row[1]
        if len(cells) > MAX_COLUMNS:
            raise UnreadableFile(
                f"Line {row[0]:,} has {len(cells):,} columns; at most {MAX_COLUMNS} can be imported."
            )
        if any(map(str.strip, cells)):
            count += 1
            if count > MAX_ROWS:
                raise UnreadableFile(f"This file has over {MAX_ROWS:,} rows: split it and import the parts.")
            yield row


def _text_rows(path: Path, encoding: str, dialect: Dialect) -> Iterator[Row]:
    line = 0
    with path.open(encoding=encoding, newline="") as file:
        reader = dialect.rows(file)
        try:
            for cells in reader:
                if not (line == 0 and cells and cells[0].startswith("sep=")):
                    yield line + 1, cells
                line = reader.line_num
        except csv.Error as error:
            raise UnreadableFile(_torn(line + 1, error)) from None
        except UnicodeError:
            after, name = f" after line {line:,}" if line else "", encoding.upper().removesuffix("-SIG")
            raise UnreadableFile(f"The text{after} is not {name}: save the file as UTF-8.") from None


def _torn(line: int, error: csv.Error) -> str:
    if "field larger" in str(error):
        return f"Line {line:,} has a cell of over a million characters: is its closing quote missing?"
    if "end of data" in str(error):
        return f"A quote that is opened in line {line:,} is never closed: close it and try again."
    return f"In line {line:,} text goes on after a closing quote: double the quotes that belong to the text."


def _text_sample(path: Path, encoding: str) -> str:
    """The beginning of the file, cut after a whole line."""
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        sample = file.read(_SAMPLE_CHARACTERS)
        if len(sample) < _SAMPLE_CHARACTERS:
            return sample
    return sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample


def _head(path: Path) -> bytes:
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe would be waited for, for ever
            raise UnreadableFile(f"{path} is no ordinary file: name one that is.")
        with path.open("rb") as file:
            return file.read(4096)
    except IsADirectoryError:
        raise UnreadableFile(f"{path} is a folder: name a file in it.") from None
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from None


def _refuse_other_formats(head: bytes) -> None:
    for start, kind in _OTHER_FORMATS:
        if head.startswith(start):
            raise UnreadableFile(f"This file is no table but {kind}: save the table as CSV, Excel or ODS.")
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableFile(
            "This file is a web page or XML, whatever its name says: save the table as CSV, Excel or ODS."
        )
