"""The rows that did not come in, as a file that can be corrected and uploaded again."""

import csv
import io
from collections.abc import Iterator

from sqlalchemy import select

from webapp.db import db
from webapp.imports.models import ImportReject, ImportRun
from webapp.imports.targets import all_targets

REASON = "Rejected because"
_AT_ONCE = 1_000


def some_rejects(run: ImportRun, number: int) -> list[tuple[int, str]]:
    """(line, reason) of the first rejected rows."""
    rows = select(ImportReject.line, ImportReject.reason).where(ImportReject.run_id == run.id)
    return list(map(tuple, db.session.execute(rows.order_by(ImportReject.line).limit(number))))


def rejects_as_csv(run: ImportRun) -> Iterator[str]:
    """The rejected rows in CSV, in pieces: original columns and the reason, which imports ignore.

    A file without a header gets the names of the fields that its columns went to.
    """
    yield "\ufeff" + _line([*map(guard, run.headers or _names_of_columns(run)), REASON])
    width = len(run.plan["columns"])
    line = -1
    while rejects := list(_after(run, line)):
        yield "".join(
            _line([*(guard(cell) for cell in [*cells, *[""] * (width - len(cells))]), reason])
            for _, cells, reason in rejects
        )
        line = rejects[-1][0]


def guard(cell: str) -> str:
    """A cell that a spreadsheet would calculate gets an apostrophe before it; imports take it off again."""
    return f"'{cell}" if cell.lstrip("'")[:1] in ("=", "+", "-", "@", "\t", "\r") and cell else cell


def _after(run: ImportRun, line: int):
    return db.session.execute(
        select(ImportReject.line, ImportReject.cells, ImportReject.reason)
        .where(ImportReject.run_id == run.id, ImportReject.line > line)
        .order_by(ImportReject.line)
        .limit(_AT_ONCE)
    ).all()


def _names_of_columns(run: ImportRun) -> list[str]:
    targets = all_targets()
    return [
        targets[key].path if key in targets else f"Column {number}"
        for number, key in enumerate(run.plan["columns"], 1)
    ]


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
