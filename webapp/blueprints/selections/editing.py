"""Putting a selection together and saving it.

The form is sent to `/selections/steps` whenever something in it changes, which keeps nothing.
"""

from collections.abc import Callable

from flask import Blueprint, abort, request

from webapp import auth, clock, context, htmx
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.builder.effects import effects_of
from webapp.blueprints.people.builder.posted import BadForm
from webapp.blueprints.selections.editor.form import SelectionForm
from webapp.blueprints.selections.editor.posted import do, steps_posted
from webapp.blueprints.selections.editor.screen import StepsScreen
from webapp.blueprints.selections.loading import load_to_change
from webapp.criteria.building.draft import Draft
from webapp.criteria.building.reading import tree_of
from webapp.criteria.errors import CriteriaError
from webapp.criteria.text import parse, print_text
from webapp.criteria.tree import EVERYBODY, Node
from webapp.db import db, start_request
from webapp.inputs import kept_by, read_id
from webapp.once import led_to, repeated
from webapp.selecting.drafting import draft_of_steps
from webapp.selecting.keeping import BadSelection, rewrite, save, text_of
from webapp.selecting.mending import what_is_left
from webapp.selecting.steps import steps_of
from webapp.selections.models import Selection
from webapp.toasts import say

bp = Blueprint("selection_editing", __name__, url_prefix="/selections")

OUT_OF_DATE = "Something in this form is not there any more. Open the selection again."
RICHER = "This asks for more than three steps can say. Keep it as text, or take brackets away."


@bp.get("/new")
@allowed_to()
def new():
    return _open(SelectionForm(), None, _asked_for(EVERYBODY))


@bp.get("/<int:selection_id>/edit")
@allowed_to()
def edit(selection_id: int):
    selection, missed = load_to_change(selection_id), ""
    form = SelectionForm(obj=selection, data={"shared": selection.shared_at is not None})
    try:
        tree = parse(text_of(selection), context.the_asker())
    except CriteriaError as error:
        tree, missed = what_is_left(selection), error.message
    return _open(form, selection, _asked_for(tree), missed=missed)


@bp.post("/steps")
@allowed_to()
def update_steps():
    """The form after a change in it, or what a button of it does."""
    start_request(writes=False)
    selection_id = read_id(request.form.get("selection"))
    return _drawn(load_to_change(selection_id) if selection_id else None, request.form.get("do", ""))


@bp.post("")
@allowed_to()
def create():
    if there := repeated("/selections"):
        return htmx.go_to(there)
    form, by, now, made = SelectionForm(), auth.viewer(), clock.now(), []
    refused = _kept(form, None, lambda tree: made.extend(save(tree, by=by, now=now, **form.given)))
    if refused:
        return refused
    selection, change_set = made
    path = led_to(f"/selections/{selection.id}")
    db.session.commit()
    say(f"Saved as “{form.name.data}”.", change_set=change_set)
    return htmx.go_to(path)


@bp.post("/<int:selection_id>")
@allowed_to()
def update(selection_id: int):
    selection, form, by, now = load_to_change(selection_id), SelectionForm(), auth.viewer(), clock.now()
    changed = []

    def keep(tree: Node) -> None:
        changed.append(rewrite(selection, tree, by=by, now=now, **form.given))

    if refused := _kept(form, selection, keep):
        return refused
    db.session.commit()
    say(f"“{form.name.data}” is saved.", change_set=changed[0])
    is_still_seen = selection.owner_id == by.id or form.shared.data
    return htmx.go_to(f"/selections/{selection_id}" if is_still_seen else "/selections")


def _kept(form: SelectionForm, selection: Selection | None, verb: Callable[[Node], object]):
    """None once the verb took what the form holds; else the form with what is wrong."""
    screen = _posted(form, selection, complete=True)
    if form.validate() and screen.tree is not None and kept_by(form, BadSelection, lambda: verb(screen.tree)):
        return None
    return _show(screen, "_editor"), 422


def _drawn(selection: Selection | None, deed: str):
    form = SelectionForm()
    if deed == "rows":
        return _back_to_steps(form, selection)
    screen = _posted(form, selection, deed=deed, complete=deed == "text")
    if deed == "text" and screen.tree is not None:
        screen = _screen(form, selection, screen.draft, screen.tree, typed=print_text(screen.tree))
    answer = _show(screen)
    return (answer, 422) if screen.error or screen.draft.errors else answer


def _posted(form, selection, *, complete: bool, deed: str = "") -> StepsScreen:
    """What the form holds, as text or as steps, after a deed."""
    if (typed := request.form.get("typed")) is not None:
        return _of_text(form, selection, typed)
    asker, asks = context.the_asker(), deed.startswith("without:")
    try:
        draft = steps_posted(request.form, asker.country)
        focus = do(draft, deed) if deed and deed != "text" and not asks else ""
        tree = tree_of(draft, asker, complete=complete)
        effects = effects_of(draft, tree, deed, asker) if asks and tree is not None else {}
    except BadForm:
        abort(422, OUT_OF_DATE)
    except CriteriaError as error:
        draft.root.error, tree, focus, effects = str(error), None, "", {}
    focus = deed.replace(":", "-") if asks else focus
    return _screen(form, selection, draft, tree, focus=focus, effects=effects)


def _of_text(form, selection, typed: str, refusal: str = "") -> StepsScreen:
    tree, error = None, CriteriaError(refusal) if refusal else None
    if not refusal:
        try:
            tree = parse(typed, context.the_asker())
        except CriteriaError as why:
            error = why
    return _screen(form, selection, Draft(), tree, typed=typed, error=error)


def _back_to_steps(form: SelectionForm, selection: Selection | None):
    typed = request.form.get("typed", "")
    screen = _of_text(form, selection, typed)
    steps = screen.tree is not None and steps_of(screen.tree)
    if steps:
        return _show(_screen(form, selection, draft_of_steps(steps), screen.tree))
    return _show(screen if screen.error else _of_text(form, selection, typed, RICHER)), 422


def _open(form: SelectionForm, selection: Selection | None, tree: Node, *, missed: str = "") -> str:
    """The form of a tree: in steps, or as text where it is richer."""
    steps = steps_of(tree)
    if steps is None:
        return _show(_screen(form, selection, Draft(), tree, typed=print_text(tree), missed=missed))
    return _show(_screen(form, selection, draft_of_steps(steps), tree, missed=missed))


def _asked_for(tree: Node) -> Node:
    """The criteria that the address brings (`q`), else these; 422 for what cannot be understood."""
    if not (q := request.args.get("q", "")):
        return tree
    try:
        return parse(q, context.the_asker())
    except CriteriaError as error:
        abort(422, str(error))


def _screen(form, selection, draft: Draft, tree: Node | None, **more) -> StepsScreen:
    labels = context.the_company().labels
    return StepsScreen(form, context.the_asker(), labels, selection=selection, draft=draft, tree=tree, **more)


def _show(screen: StepsScreen, part: str = "_form") -> str:
    return htmx.render("selections/edit.html", f"selections/{part}.html", builder=screen)
