"""What imports tell of people, and what is left in them of somebody who is erased."""

from collections.abc import Sequence

from sqlalchemy import Text, and_, delete, or_, select, tuple_, type_coerce

from webapp.activity.knowing import Row, forgets_traces, may_name, rows_of, tells, told
from webapp.activity.models import Event
from webapp.activity.traces import ERASED, Traces
from webapp.db import batches, db
from webapp.imports.headers import header_key
from webapp.imports.models import ImportDifference, ImportMapping, ImportReject, ImportRun

ROWS_AT_ONCE = 1_000
CONDITIONS_AT_ONCE = 200
"""SQLite refuses conditions that are nested deeper than 1,000, and takes each OR for a level."""


def register() -> None:
    """Tell of rows of files that are about somebody; forget rows that did not come in, and first looks."""
    tells("Imports", _origins, ImportRun)
    tells("Differences found by imports", _DIFFERENCES, ImportDifference)
    forgets_traces("rows of imports", _forget_rows, ImportReject, ImportRun)
    forgets_traces("headers of files", _forget_headers, ImportMapping)
    may_name(ImportRun.file_name, ImportRun.plan, ImportRun.failure, ImportDifference.proposed)


def _origins(person_ids: Sequence[int]) -> list[Row]:
    events = select(Event.person_id, Event.data).where(
        Event.person_id.in_(person_ids), Event.kind == "imported"
    )
    runs: dict[int, int] = {
        data["import"]: person_id for person_id, data in db.session.execute(events) if "import" in data
    }
    rows = told(
        select(ImportRun.id, ImportRun.file_name.label("file"), ImportRun.started_at.label("at"))
        .where(ImportRun.id.in_(runs))
        .order_by(ImportRun.id)
    )
    return [{"record": runs[row.pop("id")], **row} for row in rows]


_DIFFERENCES = rows_of(
    {
        "record": ImportDifference.person_id,
        "file": ImportRun.file_name,
        "line": ImportDifference.line,
        "said of them": ImportDifference.proposed,
        "decided": ImportDifference.settled_at,
    },
    join=ImportRun,
    order_by=(ImportDifference.id,),
)


def _forget_rows(traces: Traces) -> None:
    """Rejected rows go whole, and so do the first rows of a file and the samples of its rehearsal."""
    _forget_rejects(traces)
    for run in db.session.scalars(select(ImportRun)).all():
        run.preview = _without(run.preview, traces)
        if traces.are_in_row(run.headers or ()):
            run.headers = [ERASED] * len(run.headers)


def _forget_headers(traces: Traces) -> None:
    """A first row that is somebody may have been taken for the headers."""
    texts = {header_key(text) for text in traces.texts}
    for mapping in db.session.scalars(select(ImportMapping)).all():
        if texts & mapping.columns.keys() or traces.are_in_row(mapping.columns):
            db.session.delete(mapping)


def _forget_rejects(traces: Traces) -> None:
    cells, reason = type_coerce(ImportReject.cells, Text), ImportReject.reason
    wanted = [column.icontains(text, autoescape=True) for column in (cells, reason) for text in traces.texts]
    wanted += [
        and_(*(cells.icontains(part, autoescape=True) for part in name)) for name in traces.first_and_last
    ]
    theirs = set()
    for some in batches(wanted, CONDITIONS_AT_ONCE):
        rows = db.session.execute(
            select(ImportReject.run_id, ImportReject.line, ImportReject.cells, reason).where(or_(*some))
        )
        theirs |= {(run_id, line) for run_id, line, said, why in rows if traces.are_in_row((*said, why))}
    for some in batches(sorted(theirs), ROWS_AT_ONCE):
        db.session.execute(
            delete(ImportReject).where(tuple_(ImportReject.run_id, ImportReject.line).in_(some))
        )


def _without(preview: dict, traces: Traces) -> dict:
    kept = {**preview, "rows": [row for row in preview.get("rows", ()) if not traces.are_in_row(row)]}
    if samples := preview.get("samples"):
        kept["samples"] = {
            kind: [one for one in some if not _is_of(one, traces)] for kind, some in samples.items()
        }
    return kept


def _is_of(sample: dict, traces: Traces) -> bool:
    texts = [sample["name"], *(text for change in sample["changes"] for text in change)]
    return sample.get("person_id") in traces.person_ids or traces.are_in_row(texts)
