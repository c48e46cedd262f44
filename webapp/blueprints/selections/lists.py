"""All selections that somebody sees, one of them, how many it finds, and its people on paper."""

from datetime import datetime

from flask import Blueprint, abort, render_template

from webapp import auth, context
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.selections.loading import Shown, load_selection, shown
from webapp.criteria.errors import CriteriaError
from webapp.csv_text import plain_text
from webapp.formatting import moment
from webapp.listing.columns import Column, chosen_columns
from webapp.listing.counts import CAP
from webapp.listing.exporting import records
from webapp.listing.opening import OpenList, open_list
from webapp.selecting.keeping import selections_for

bp = Blueprint("selections", __name__, url_prefix="/selections")

MOST_PRINTED = 2_000
TOO_MANY = f"At most {MOST_PRINTED:,} people are printed at once. Narrow the selection, or export it."


@bp.get("")
@allowed_to()
def index():
    return render_template("selections/index.html", all=shown(selections_for(auth.viewer())))


@bp.get("/<int:selection_id>")
@allowed_to()
def show(selection_id: int):
    return render_template("selections/show.html", shown=_load(selection_id))


@bp.get("/<int:selection_id>/number")
@allowed_to()
def number(selection_id: int):
    """How many of its people the viewer sees."""
    selected = _load(selection_id)
    found = _open(selected).counted(CAP) if selected.text else None
    return render_template("selections/_number.html", found=found, cap=CAP)


@bp.get("/<int:selection_id>/print")
@allowed_to()
def print_list(selection_id: int):
    selected = _load(selection_id)
    if not selected.text:
        abort(422, selected.wrong)
    opened = _open(selected)
    if opened.counted(MOST_PRINTED) > MOST_PRINTED:
        abort(422, TOO_MANY)
    columns = chosen_columns(auth.viewer(), context.the_company().labels)
    rows = [list(map(_on_paper, columns, values)) for values in records(opened, columns)]
    return render_template("selections/print.html", shown=selected, columns=columns, rows=rows)


def _on_paper(column: Column, value: object) -> str:
    if column.shape == "moment" and value:
        return moment(int(datetime.fromisoformat(value).timestamp()), context.the_company().time_zone)
    return plain_text(value)


def _load(selection_id: int) -> Shown:
    return shown([load_selection(selection_id)])[0]


def _open(selected: Shown) -> OpenList:
    try:
        return open_list(selected.list, context.the_asker())
    except CriteriaError as error:
        abort(422, str(error))
