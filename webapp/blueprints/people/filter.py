"""`/people/filter`: putting together which people the list shows, all at once or one condition of it.

The form is sent whenever something in it changes. It may be longer than an address, so it is posted, but it
changes nothing, so its transactions only read.
"""

from flask import Blueprint, abort, render_template, request

from webapp import context, htmx
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.builder.effects import effects_of
from webapp.blueprints.people.builder.matches import matches_of
from webapp.blueprints.people.builder.parts import condition_at, with_part
from webapp.blueprints.people.builder.posted import BadForm, act, drafted
from webapp.blueprints.people.builder.screen import Screen
from webapp.criteria.building.draft import Draft
from webapp.criteria.building.reading import draft_of, tree_of
from webapp.criteria.errors import CriteriaError
from webapp.criteria.text import parse, print_text
from webapp.criteria.tree import Node
from webapp.db import start_request
from webapp.listing.address import Address, address_of

bp = Blueprint("filter", __name__, url_prefix="/people/filter")

OUT_OF_DATE = "Something in this form is not there any more. Open the filter again."


@bp.get("")
@allowed_to()
def edit():
    address, asker = address_of(request.args), context.the_asker()
    at = _place(request.args)
    try:
        tree = parse(address.q, asker)
        draft = draft_of(tree if at is None else condition_at(tree, at))
    except CriteriaError as error:
        return _show(Draft(), None, address, typed=address.q, error=error), 422
    focus = ""
    if not draft.root.children:
        focus = f"key-{draft.add_row(0).number}"
    return _show(draft, tree if at is None else condition_at(tree, at), address, at=at, focus=focus)


@bp.post("")
@allowed_to()
def update():
    start_request(writes=False)
    deed, address, asker = request.form.get("do", ""), address_of(request.form), context.the_asker()
    if "typed" in request.form:
        return _update_text(deed, address, request.form["typed"])
    at, asks = _place(request.form), deed.startswith("without:")
    if at is not None:
        _require_search(address)
    try:
        draft = drafted(request.form, asker.country)
        finishes = deed in ("apply", "text")
        focus = "" if finishes or asks or not deed else act(draft, deed)
        tree = tree_of(draft, asker, complete=finishes)
        effects = effects_of(draft, tree, deed, asker) if asks and tree is not None else {}
        if deed == "apply" and tree is not None:
            return htmx.go_to(address.narrowed_to(_text(tree, at, address)).url())
    except BadForm:
        abort(422, OUT_OF_DATE)
    except CriteriaError as error:
        draft.root.error, tree = str(error), None
    if deed == "text" and tree is not None:
        return _show(draft, tree, address, typed=print_text(tree))
    answer = _show(
        draft, tree, address, at=at, focus=deed.replace(":", "-") if asks else focus, effects=effects
    )
    return (answer, 422) if draft.errors else answer


@bp.get("/matches")
@allowed_to()
def matches():
    try:
        found = matches_of(request.args.get("q", ""), request.args.get("others", "0"))
    except CriteriaError as error:
        abort(422, str(error))
    return htmx.render("people/filter/matches.html", "people/filter/_matches.html", matches=found)


def _update_text(deed: str, address: Address, text: str):
    try:
        tree = parse(text, context.the_asker())
        if deed == "apply":
            return htmx.go_to(address.narrowed_to(print_text(tree)).url())
        if deed == "rows":
            return _show(draft_of(tree), tree, address)
    except CriteriaError as error:
        return _show(Draft(), None, address, typed=text, error=error), 422
    return _show(Draft(), tree, address, typed=text)


def _show(draft: Draft, tree: Node | None, address: Address, **more) -> str:
    screen = Screen(
        address, context.the_asker(), context.the_company().labels, draft=draft, tree=tree, **more
    )
    if htmx.wants_part() and request.method == "POST":
        return render_template("people/filter/_form.html", builder=screen)
    return htmx.render("people/filter/edit.html", "people/filter/_dialog.html", builder=screen)


def _place(arguments) -> int | None:
    """Which condition of the search is edited: its number, or one more than there are; None for all."""
    text = arguments.get("at", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def _require_search(address: Address) -> None:
    """422 if the search that one condition is edited of means nothing any more: what it names is gone."""
    try:
        parse(address.q, context.the_asker())
    except CriteriaError:
        abort(422, OUT_OF_DATE)


def _text(tree: Node, at: int | None, address: Address) -> str:
    """The text of the whole search with what was edited in its place."""
    return print_text(tree) if at is None else with_part(parse(address.q, context.the_asker()), at, tree)
