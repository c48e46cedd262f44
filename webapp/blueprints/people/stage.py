"""The stage of a person."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from webapp import context, htmx
from webapp.activity.models import ChangeSet
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.list_page.board import BoardPage
from webapp.blueprints.people.person_page.answers import changed
from webapp.blueprints.people.person_page.choosing import Group, Option, ask_to_choose, shown_after
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.setting import set_value
from webapp.criteria.errors import CriteriaError
from webapp.inputs import read_id
from webapp.listing.address import BOARD, address_in
from webapp.listing.opening import open_list
from webapp.pipelines.stages import pipelines, standing_stage
from webapp.toasts import undo_path
from webapp.users.permission import Permission

bp = Blueprint("person_stage", __name__, url_prefix="/people/<int:person_id>/stage")


@bp.get("/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit(person_id: int):
    record = load_record(person_id, for_user=current_user)
    groups = [
        Group(
            pipeline.name,
            [Option(stage.id, stage.name, stage.hue, stage.filled) for stage in pipeline.stages],
        )
        for pipeline in pipelines()
    ]
    return ask_to_choose(record, "stage", "stage_id", [*groups, Group("", [Option("", "No stage")])])


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def update(person_id: int):
    record = load_record(person_id, for_user=current_user)
    wanted = request.form.get("value", "x")
    stage = standing_stage(read_id(wanted))
    if stage is None and wanted != "":
        abort(422, "Choose one of the stages; this one was deleted.")
    return set_value(
        record,
        "stage_id",
        stage and stage.id,
        title="Changed the stage",
        sentence=f"{record.name} is in {stage.name} now." if stage else f"{record.name} is in no stage now.",
        shown=_shown_after(stage and stage.id),
    )


def _shown_after(stage_id: int | None) -> Callable:
    """How the move is shown where it was made: on the board, in the list's cell, or on the person's page."""
    if request.form.get("at") == BOARD and htmx.wants_part():
        return partial(_on_board, stage_id)
    return shown_after("stage")


def _on_board(stage_id: int | None, person_id: int, sentence: str, change_set: ChangeSet | None = None):
    try:
        opened = open_list(address_in(request.form.get("board", "")), context.the_asker())
    except CriteriaError:
        return changed(person_id, sentence, change_set)
    board = BoardPage(opened.address, opened.totals, opened=opened)
    body = render_template(
        "people/_moved.html",
        list=board,
        card=board.card(person_id),
        stage=next((s for s in board.pipeline.stages if s.id == stage_id), None) if board.pipeline else None,
        sentence=sentence,
        undo=undo_path(change_set) if change_set else None,
    )
    return htmx.trigger(body, "close-dialog")
