"""`/people/saved`: filters kept under a name."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange, Optional

from webapp import auth, clock, context, htmx
from webapp.blueprints.loaders import allowed_to, deny, load_or_404
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import as_text
from webapp.criteria.text import parse
from webapp.db import db
from webapp.inputs import Form, hue, kept_by, one_line, order_wanted
from webapp.listing.address import Address
from webapp.listing.counts import CAP
from webapp.listing.opening import open_list
from webapp.once import led_to, repeated
from webapp.saved_segments.keeping import (
    LONGEST_NAME,
    BadSaved,
    change,
    may_change,
    put_in_order,
    restate,
    retire,
    retired_of,
    save,
    saved_for,
    saved_seen_by,
    take_back,
    text_of,
)
from webapp.segments.models import SavedSegment
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("saved", __name__, url_prefix="/people/saved")

LONGEST_PERIOD = 3_650
PERIOD = f"Give a number of days from 1 to {LONGEST_PERIOD:,}, or none."


class SavedForm(Form):
    name = one_line("Name", missing="Give it a name.", most=LONGEST_NAME)
    hue = hue()
    reminder_days = IntegerField(
        "Remind after so many days",
        validators=[Optional(), NumberRange(1, LONGEST_PERIOD, PERIOD)],
    )
    counts_automatic = BooleanField("Automatic touches count too")
    shared = BooleanField("Share it with everybody")

    @property
    def given(self) -> dict:
        """What it is to be, for the verbs."""
        names = ("name", "hue", "reminder_days", "counts_automatic", "shared")
        return {name: self[name].data for name in names}


@dataclass(frozen=True)
class Shown:
    """A saved segment as the templates take it; `wrong` says why it finds nobody, '' if it does not."""

    saved: SavedSegment
    text: str = ""
    said: str = ""
    wrong: str = ""

    @property
    def url(self) -> str:
        return Address(self.text).url()

    @property
    def is_mine(self) -> bool:
        return self.saved.owner_id == auth.viewer().id

    @property
    def may_change(self) -> bool:
        return may_change(self.saved, auth.viewer())


@bp.get("")
@allowed_to()
def index():
    return render_template("people/saved/index.html", all=list(map(_shown, saved_for(auth.viewer()))))


@bp.post("/order")
@allowed_to()
def reorder():
    own = [saved.id for saved in saved_for(auth.viewer()) if saved.owner_id == auth.viewer().id]
    put_in_order(order_wanted(own), by=auth.viewer())
    db.session.commit()
    return htmx.go_to("/people/saved") if not htmx.wants_part() else index()


@bp.get("/new")
@allowed_to()
def new():
    return _ask(SavedForm(), request.args.get("q", ""))


@bp.post("")
@allowed_to()
def create():
    if there := repeated():
        return htmx.go_to(there)
    form, by, now, q = SavedForm(), auth.viewer(), clock.now(), request.form.get("q", "")
    try:
        tree = parse(q, context.the_asker())
    except CriteriaError as error:
        form.refuse(f"The filter cannot be saved: {error}")
        return _ask(form, q), 422
    if not kept_by(form, BadSaved, lambda: save(tree, by=by, now=now, **form.given)):
        return _ask(form, q), 422
    led_to(Address(q).url())
    db.session.commit()
    say(f"Saved as “{form.name.data}”.")
    return htmx.go_to(Address(q).url())


@bp.post("/restating")
@allowed_to()
def restating():
    """Let one that there is mean the present filter."""
    saved, q = _load_to_change(request.form.get("saved_id", 0, type=int)), request.form.get("q", "")
    try:
        restate(saved, parse(q, context.the_asker()), now=clock.now())
    except CriteriaError as error:
        abort(422, f"The filter cannot be saved: {error}")
    db.session.commit()
    say(f"“{saved.name}” now means this filter.")
    return htmx.go_to(Address(q).url())


@bp.get("/<int:saved_id>")
@allowed_to()
def show(saved_id: int):
    """Its list; where it has none any more, what is wrong with it."""
    shown = _shown(_load(saved_id))
    if not shown.wrong:
        return htmx.go_to(shown.url)
    return render_template("people/saved/broken.html", shown=shown), 422


@bp.get("/<int:saved_id>/number")
@allowed_to()
def number(saved_id: int):
    """Its line in the sidebar with how many it finds, and how many of them are overdue."""
    shown, late, found = _shown(_load(saved_id)), None, None
    if not shown.wrong:
        asker = context.the_asker()
        found = open_list(Address(shown.text), asker).counted(CAP)
        if shown.saved.reminder_days is not None:
            late = open_list(Address(shown.text, overdue=saved_id), asker).counted(CAP)
    here = request.args.get("q", "")
    return render_template(
        "people/saved/_entry.html",
        entry={"saved": shown.saved, "shown": shown, "found": found, "late": late, "here": here},
        cap=CAP,
    )


@bp.get("/<int:saved_id>/edit")
@allowed_to()
def edit(saved_id: int):
    saved = _load_to_change(saved_id)
    form = SavedForm(obj=saved, data={"shared": saved.shared_at is not None})
    return _edit(saved, form)


@bp.post("/<int:saved_id>")
@allowed_to()
def update(saved_id: int):
    saved, form, by, now = _load_to_change(saved_id), SavedForm(), auth.viewer(), clock.now()
    q = request.form.get("q")

    def kept() -> None:
        change(saved, by=by, now=now, **form.given)
        if q is not None and q != request.form.get("was"):
            restate(saved, parse(q, context.the_asker()), now=now)

    try:
        if not kept_by(form, BadSaved, kept):
            return _edit(saved, form), 422
    except CriteriaError as error:
        form.refuse(f"The filter cannot be saved: {error}")
        return _edit(saved, form), 422
    db.session.commit()
    say(f"“{saved.name}” is saved.")
    return htmx.go_to("/people/saved")


@bp.post("/<int:saved_id>/deletion")
@allowed_to()
def destroy(saved_id: int):
    saved = _load_to_change(saved_id)
    retire(saved, now=clock.now())
    db.session.commit()
    say(f"The saved segment “{saved.name}” is deleted.", undo=f"/people/saved/{saved_id}/restoring")
    return htmx.go_to("/people/saved")


@bp.post("/<int:saved_id>/restoring")
@allowed_to()
def restore(saved_id: int):
    saved = load_or_404(retired_of(auth.viewer(), saved_id))
    take_back(saved)
    db.session.commit()
    say(f"The saved segment “{saved.name}” is back.")
    return htmx.go_to("/people/saved")


def _load(saved_id: int) -> SavedSegment:
    return load_or_404(saved_id < 2**53 and saved_seen_by(auth.viewer(), saved_id))


def _load_to_change(saved_id: int) -> SavedSegment:
    saved = _load(saved_id)
    if not may_change(saved, auth.viewer()):
        deny(f"{request.method} {request.path}")
    return saved


def _shown(saved: SavedSegment) -> Shown:
    try:
        text = text_of(saved)
        tree = parse(text, context.the_asker())
    except CriteriaError as error:
        return Shown(saved, wrong=str(error))
    return Shown(saved, text, as_text(tree, context.the_company().labels))


def _ask(form: SavedForm, q: str) -> str:
    try:
        said = as_text(parse(q, context.the_asker()), context.the_company().labels)
    except CriteriaError as error:
        if request.method == "GET":
            abort(422, str(error))
        said = ""
    return htmx.render(
        "people/saved/new.html",
        "people/saved/_new.html",
        form=form,
        q=q,
        said=said,
        may_share=auth.viewer().can(Permission.EDIT_SEGMENTS),
        changeable=[saved for saved in saved_for(auth.viewer()) if may_change(saved, auth.viewer())],
    )


def _edit(saved: SavedSegment, form: SavedForm) -> str:
    may_share = auth.viewer().can(Permission.EDIT_SEGMENTS)
    return render_template("people/saved/edit.html", shown=_shown(saved), form=form, may_share=may_share)
