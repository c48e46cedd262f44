"""`/people/export`: the list as a file."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort, request, stream_with_context

from webapp import auth, clock, context, htmx
from webapp.activity.audit import audit
from webapp.blueprints.bulk.loading import load_choice
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.list_page.opening import open_or_422
from webapp.bulk.choosing import among_chosen
from webapp.criteria.sentence import as_text
from webapp.csv_text import cell_text, csv_lines
from webapp.db import db
from webapp.db.throttle import tries
from webapp.formatting import local
from webapp.inputs import read_id
from webapp.listing.columns import Column, all_columns, chosen_columns
from webapp.listing.exporting import complete_records, import_columns
from webapp.listing.opening import OpenList
from webapp.listing.sheet import MOST_ROWS, xlsx
from webapp.users.permission import Permission

bp = Blueprint("export", __name__, url_prefix="/people/export")

HOUR = 3_600
AN_HOUR = 30
TOO_OFTEN = f"You have exported {AN_HOUR} lists within an hour. Wait a while, or ask an administrator."
TOO_MANY = f"A sheet holds {MOST_ROWS:,} people. Take CSV, or narrow the list."
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("")
@allowed_to(Permission.EXPORT)
def new():
    opened = _opened(request.args)
    return htmx.render(
        "people/export.html",
        "people/_export.html",
        export=opened,
        number=opened.counted(),
        formats=FORMATS,
        choice=read_id(request.args.get("choice")),
    )


@bp.post("")
@allowed_to(Permission.EXPORT)
def create():
    by, now = auth.viewer(), clock.now()
    if tries(f"export {by.id}", per_seconds=HOUR, now=now) > AN_HOUR:
        abort(429, TOO_OFTEN)
    form = request.form.get("format", "csv")
    if form not in FORMATS:
        abort(400)
    opened = _opened(request.form)
    number = opened.counted()
    if form == "xlsx" and number > MOST_ROWS:
        abort(422, TOO_MANY)
    company = context.the_company()
    labels = company.labels
    chosen = all_columns(labels).values() if "all" in request.form else chosen_columns(by, labels)
    ticked = ", ticked" if request.form.get("choice") else ""
    about = f"{number} as {form}{ticked}: {as_text(opened.tree, labels)}"
    audit("exported people", about, by_id=by.id, address=auth.address(), now=now)
    db.session.commit()
    pieces = _pieces(form, opened, import_columns(chosen))
    answer = Response(stream_with_context(pieces), content_type=FORMATS[form])
    day = local(now, company.time_zone).date().isoformat()
    answer.headers["Content-Disposition"] = f'attachment; filename="people-{day}.{form}"'
    return answer


def _opened(arguments) -> OpenList:
    """The list, or the people whom one ticked in it (`choice`), in its order."""
    opened = open_or_422(arguments)
    chosen = arguments.get("choice")
    return among_chosen(opened, load_choice(read_id(chosen) or 0)) if chosen else opened


def _pieces(form: str, opened: OpenList, columns: list[Column]) -> Iterator[str | bytes]:
    heads, rows = [column.label for column in columns], complete_records(opened, columns)
    if form == "xlsx":
        return xlsx(heads, ([_sheet_cell(value) for value in row] for row in rows))
    return _with_mark(csv_lines(heads, rows))


def _sheet_cell(value) -> str | int | float:
    """A number stays one; a text in a sheet is no formula and needs no guard."""
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return value if isinstance(value, str) else cell_text(value)


def _with_mark(lines: Iterator[str]) -> Iterator[str]:
    """UTF-8 with the mark by which Excel knows it."""
    yield "\ufeff"
    yield from lines
