"""Keeping a filter under a name, and changing what is kept."""

from flask import Blueprint, abort, render_template, request
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange, Optional

from webapp import auth, clock, context, htmx
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.saved.loading import load_to_change, shown_of
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import as_text
from webapp.criteria.text import parse
from webapp.db import db
from webapp.inputs import Form, hue, kept_by, one_line, read_id
from webapp.listing.address import Address
from webapp.once import led_to, repeated
from webapp.saved_segments.keeping import (
    LONGEST_NAME,
    BadSaved,
    change,
    may_change,
    restate,
    save,
    saved_for,
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
    saved, q = load_to_change(read_id(request.form.get("saved_id")) or 0), request.form.get("q", "")
    try:
        restate(saved, parse(q, context.the_asker()), now=clock.now())
    except CriteriaError as error:
        abort(422, f"The filter cannot be saved: {error}")
    db.session.commit()
    say(f"“{saved.name}” now means this filter.")
    return htmx.go_to(Address(q).url())


@bp.get("/<int:saved_id>/edit")
@allowed_to()
def edit(saved_id: int):
    saved = load_to_change(saved_id)
    form = SavedForm(obj=saved, data={"shared": saved.shared_at is not None})
    return _edit(saved, form)


@bp.post("/<int:saved_id>")
@allowed_to()
def update(saved_id: int):
    saved, form, by, now = load_to_change(saved_id), SavedForm(), auth.viewer(), clock.now()
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
    return render_template("people/saved/edit.html", shown=shown_of(saved), form=form, may_share=may_share)
