"""Settings › Related people: what one person can be to another."""

from flask import Blueprint, render_template

from webapp import auth, clock, htmx
from webapp.blueprints.loaders import allowed_to, load
from webapp.db import db
from webapp.inputs import Form, kept_by, one_line
from webapp.relations.kinds import (
    BadKind,
    add_kind,
    all_kinds,
    offer_again,
    rename_kind,
    retire_kind,
    usage,
)
from webapp.relations.models import RelationKind
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("relation_kinds", __name__, url_prefix="/relations")

PAGE = "/settings/relations"


class KindForm(Form):
    name = one_line("What the other one is", missing="Say what the other one is.")
    reverse = one_line("Seen from the other side")


@bp.get("")
@allowed_to(Permission.SETTINGS)
def index():
    return _list(KindForm())


@bp.post("")
@allowed_to(Permission.SETTINGS)
def create():
    form = KindForm()
    if not kept_by(form, BadKind, lambda: add_kind(form.name.data, form.reverse.data, now=clock.now())):
        return _list(form), 422
    auth.note("relation added", form.name.data)
    db.session.commit()
    say(f"The relation “{form.name.data}” is there.")
    return htmx.go_to(PAGE)


@bp.get("/<int:kind_id>")
@allowed_to(Permission.SETTINGS)
def edit(kind_id: int):
    kind = load(RelationKind, kind_id)
    return _edit(kind, KindForm(obj=kind))


@bp.post("/<int:kind_id>")
@allowed_to(Permission.SETTINGS)
def update(kind_id: int):
    kind, form = load(RelationKind, kind_id), KindForm()
    before = kind.name
    if not kept_by(form, BadKind, lambda: rename_kind(kind, form.name.data, form.reverse.data)):
        return _edit(kind, form), 422
    auth.note("relation changed", f"{before} → {kind.name}")
    db.session.commit()
    say("The relation is saved.")
    return htmx.go_to(PAGE)


@bp.post("/<int:kind_id>/retirement")
@allowed_to(Permission.SETTINGS)
def retire(kind_id: int):
    """Deleted while nobody has it, else only offered no longer."""
    kind = load(RelationKind, kind_id)
    name = kind.name
    gone = retire_kind(kind, now=clock.now())
    auth.note("relation deleted" if gone else "relation retired", name)
    db.session.commit()
    kept = f"“{name}” is no longer offered; whoever has it keeps it."
    say(f"The relation “{name}” is deleted." if gone else kept)
    return htmx.go_to(PAGE)


@bp.post("/<int:kind_id>/return")
@allowed_to(Permission.SETTINGS)
def bring_back(kind_id: int):
    kind = load(RelationKind, kind_id)
    offer_again(kind)
    auth.note("relation offered again", kind.name)
    db.session.commit()
    return htmx.go_to(PAGE)


def _list(form: KindForm) -> str:
    return render_template("settings/relations/index.html", kinds=all_kinds(), number=usage(), form=form)


def _edit(kind: RelationKind, form: KindForm) -> str:
    return render_template("settings/relations/edit.html", kind=kind, number=usage()[kind.id], form=form)
