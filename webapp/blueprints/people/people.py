"""`/people`: the list."""

from flask import Blueprint, abort, render_template, request

from webapp import auth, context, htmx
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.list_page.board import BoardPage
from webapp.blueprints.people.list_page.opening import open_or_422
from webapp.blueprints.people.list_page.page import ListPage
from webapp.criteria.completing import complete
from webapp.criteria.errors import CriteriaError
from webapp.listing.address import Address, address_of
from webapp.listing.counts import CAP, Totals
from webapp.listing.cursor import BadCursor
from webapp.listing.opening import open_list

bp = Blueprint("people", __name__, url_prefix="/people")

BAD_CURSOR = "This page of the list is gone. Begin with its first page."


@bp.get("")
@allowed_to()
def index():
    address = address_of(request.args)
    if address.board is not None:
        return _board(address)
    try:
        opened = open_list(address, context.the_asker())
        page = opened.page(request.args.get("after"), request.args.get("before"))
    except CriteriaError as error:
        shown = ListPage(address, Totals(auth.viewer()), error=error)
        return render_template("people/index.html", list=shown), 422
    except BadCursor:
        abort(400, BAD_CURSOR)
    fresh = request.args.get("fresh", 0, type=int)
    shown = ListPage(opened.address, opened.totals, opened=opened, page=page, fresh=fresh)
    return render_template("people/index.html", list=shown)


@bp.get("/found")
@allowed_to()
def found():
    """The list while one types. What cannot be understood yet is said calmly, and the list stays."""
    address = address_of(request.args)
    try:
        opened = open_list(address, context.the_asker())
    except CriteriaError as error:
        return render_template("people/_unfinished.html", error=error)
    if address.board is not None:
        shown = BoardPage(opened.address, opened.totals, opened=opened)
    else:
        shown = ListPage(opened.address, opened.totals, opened=opened, page=opened.page(None, None))
    answer = render_template("people/_found_while_typing.html", list=shown)
    return htmx.replace_url(answer, opened.address.url())


@bp.get("/count")
@allowed_to()
def count():
    """Up to CAP people are counted at once; beyond it the number is asked for again, exactly."""
    number = open_or_422(request.args).counted(None if "exact" in request.args else CAP)
    address = address_of(request.args)
    exact = address.url("/people/count", exact=1) if number > CAP and "exact" not in request.args else None
    return render_template("people/_number.html", number=number, exact=exact)


@bp.get("/complete")
@allowed_to()
def completions():
    found = complete(request.args.get("q", ""), context.the_asker())
    return render_template("people/_completions.html", completions=found)


def _board(address: Address):
    try:
        opened = open_list(address, context.the_asker())
    except CriteriaError as error:
        shown = BoardPage(address, Totals(auth.viewer()), error=error)
        return render_template("people/board.html", list=shown), 422
    shown = BoardPage(opened.address, opened.totals, opened=opened)
    return render_template("people/board.html", list=shown)
