"""The rows that did not come in, as a file that can be corrected and uploaded again."""

from collections.abc import Iterator

from sqlalchemy import select

from webapp.csv_text import csv_lines
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
    lines = csv_lines([*(run.headers or _names_of_columns(run)), REASON], _rows(run))
    yield "\ufeff" + next(lines)
    yield from lines


def _rows(run: ImportRun) -> Iterator[list[str]]:
    width, line = len(run.plan["columns"]), -1
    while rejects := _after(run, line):
        for line, cells, reason in rejects:  # noqa: B007  the last line is where the next page begins
            yield [*cells, *[""] * (width - len(cells)), reason]


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
