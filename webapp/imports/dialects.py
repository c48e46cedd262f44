"""Which delimiter and quoting a text table is written in, decided by a sample of it."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

USUAL_DELIMITERS = (",", ";", "\t", "|")
_UNUSUAL_DELIMITERS = ("\x1f", "\x01", "^", "~", "¦", "§", "#", ":", "!", "*")
_IN_PLAIN_TEXT_TOO = frozenset("#:!*")
_SAMPLE_ROWS = 100
_LONGEST_LONE_CELL = 200

csv.field_size_limit(1024 * 1024)


@dataclass(frozen=True)
class Dialect:
    """How cells are parted. `quote` is "" when quotes are ordinary characters."""

    delimiter: str
    quote: str = '"'
    backslash: bool = False

    def rows(self, lines: Iterable[str]):
        """A csv reader over `lines`; it raises csv.Error at a quote that is torn or closed too early."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            doublequote=not self.backslash,
            escapechar="\\" if self.backslash else None,
            strict=True,
        )


def guess_dialect(sample: str, delimiter: str | None = None) -> Dialect | None:
    """The dialect that parts `sample` most evenly; None when it is prose rather than a table."""
    quote, backslash = _quoting(sample)
    if delimiter:
        return Dialect(delimiter, quote, backslash)
    if said := re.match(r"sep=(.)\r?\n?", sample):
        return Dialect(said[1], quote, backslash)
    for choices in (USUAL_DELIMITERS, _UNUSUAL_DELIMITERS):
        scored = [
            (_evenness(Dialect(d, quote, backslash), sample), -order) for order, d in enumerate(choices)
        ]
        score, order = max(scored)
        if score > 0:
            return Dialect(choices[-order], quote, backslash)
    return Dialect(",", quote, backslash) if _is_one_column(sample) else None


def _quoting(sample: str) -> tuple[str, bool]:
    """The quote and whether it is escaped by a backslash; single quotes only where whole cells wear them."""
    edge = r"(?:^|[,;\t|])"
    close = r"(?=[,;\t|\r\n]|\Z)"
    double = len(re.findall(edge + '"', sample, re.MULTILINE))
    single = len(re.findall(edge + r"'(?:[^'\r\n]|'')*'" + close, sample, re.MULTILINE))
    quote = "'" if single > 2 * double else '"'
    backslash = f"\\{quote}" in sample and not re.search(rf"\\{quote}{close}", sample)
    return quote, backslash


def _evenness(dialect: Dialect, sample: str) -> float:
    """How well the first rows agree on their number of cells: 0 when they don't, more for more cells."""
    widths = [len(cells) for cells in _sample_rows(dialect, sample)]
    if not widths:
        return 0
    usual, times = Counter(widths).most_common(1)[0]
    share = times / len(widths)
    fewest = 3 if dialect.delimiter in _IN_PLAIN_TEXT_TOO else 2
    if usual < fewest or share < 0.6:
        return 0
    first_agrees = widths[0] == usual
    return share * (1 if first_agrees else 0.3) * (1 + min(usual, 50) / 100)


def _sample_rows(dialect: Dialect, sample: str) -> Iterator[list[str]]:
    reader = dialect.rows(sample.splitlines(keepends=True))
    try:
        for cells in reader:
            if cells:
                yield cells
            if reader.line_num > _SAMPLE_ROWS:
                return
    except csv.Error:
        return


def _is_one_column(sample: str) -> bool:
    """Short lines, such as a list of addresses or names, rather than sentences."""
    lines = [line for line in sample.splitlines() if line.strip()]
    sentences = sum(1 for line in lines if len(line.split()) > 8 or len(line) > _LONGEST_LONE_CELL)
    return bool(lines) and sentences * 4 <= len(lines)
