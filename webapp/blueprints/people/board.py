"""`/people/board`: what a board asks for after its page: more cards, and sums."""

from flask import Blueprint, abort, render_template, request

from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.blueprints.people.list_page.board import BoardPage
from webapp.blueprints.people.list_page.opening import open_or_422
from webapp.inputs import number_in
from webapp.listing.cursor import BadCursor

bp = Blueprint("board", __name__, url_prefix="/people/board")

BAD_CURSOR = "This part of the board is gone. Load the board again."


@bp.get("/cards")
@allowed_to()
def cards():
    """The people of a stage behind a cursor."""
    board = _board()
    stage = load_or_404(next((s for s in board.pipeline.stages if s.id == number_in("stage")), None))
    try:
        lane = board.lane(stage, request.args.get("after", ""))
    except BadCursor:
        abort(400, BAD_CURSOR)
    return render_template("people/_cards.html", list=board, lane=lane)


@bp.get("/sums")
@allowed_to()
def sums():
    """How many people stand in each stage and what they are worth, where a search narrows the board."""
    return render_template("people/_sums.html", list=_board())


def _board() -> BoardPage:
    opened = open_or_422(request.args)
    board = BoardPage(opened.address, opened.totals, opened=opened)
    load_or_404(board.pipeline)
    return board
