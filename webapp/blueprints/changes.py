"""/activity: what was changed by whom, and taking it back."""

import re
from itertools import groupby
from urllib.parse import urlsplit

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from webapp import auth, clock, htmx
from webapp.activity import setbacks
from webapp.activity.models import ChangeSet
from webapp.activity.records import RECORD_KINDS
from webapp.activity.setbacks import Setback
from webapp.blueprints.loaders import allowed_to, deny, load_or_404
from webapp.bulk.models import BulkRun
from webapp.changes.listing import Deed, deed_for, deeds, in_words, kept_by, lines_of
from webapp.changes.models import UndoRun
from webapp.changes.previewing import preview
from webapp.changes.record_lines import (
    kept_records_in_words,
    record_lines_of,
    records_in_words,
    records_kept_by,
)
from webapp.changes.records import permissions_for
from webapp.changes.undoing import CannotUndo, begin_undo, latest, undo_in_chunks, why_not, why_not_as_one
from webapp.context import the_company
from webapp.db import db
from webapp.formatting import local
from webapp.inputs import number_in
from webapp.people.changed import A_FEW, named, people_of_sets
from webapp.people.visible import person_for, within_reach
from webapp.toasts import say

bp = Blueprint("changes", __name__)

_PAGES = {"companies": "company", "groups": "group", "selections": "selection"}
"""The kinds of records that have pages, by the first part of their address."""
_ABOUT = re.compile(rf"/(people|{'|'.join(_PAGES)})/(\d{{1,18}})(?:/|$)")
IN_REQUEST = 1_000
"""Undos of more people than this are left to the jobs process."""


@bp.get("/activity")
@allowed_to()
def index():
    own = request.args.get("who") == "me"
    page, following = deeds(current_user, own=own, before=number_in("before"))
    held_back = setbacks.setbacks_among([deed.change_set.id for deed in page])
    few = [deed.change_set.id for deed in page if deed.change_set.people <= A_FEW]
    return render_template(
        "changes/index.html",
        days=_by_day(page),
        following=following,
        own=own,
        people=people_of_sets(current_user, few),
        stopped={i for i, setback in held_back.items() if setback.stopped},
        why_not={deed.change_set.id: _why_not(deed.change_set) for deed in page},
    )


@bp.get("/changes/<int:change_set_id>")
@allowed_to()
def show(change_set_id: int):
    deed = _load(change_set_id)
    run = db.session.get(UndoRun, change_set_id) or db.session.get(BulkRun, change_set_id)
    setback = setbacks.setbacks_among([change_set_id]).get(change_set_id)
    if htmx.wants_part():
        return _progress(deed, run, setback)
    after = number_in("after") or 0
    lines, following = lines_of(deed.change_set, reach=_reach, after=after)
    kept, unseen = kept_by(deed.change_set, reach=_reach)
    return render_template(
        "changes/show.html",
        deed=deed,
        run=run,
        setback=setback,
        may_go_on=_may_change(deed.change_set),
        records=[] if after else record_lines_of(deed.change_set),
        lines=lines,
        following=following,
        kept_records=records_kept_by(deed.change_set),
        kept=kept,
        unseen=unseen,
        people=named(current_user, [line.person_id for line in (*lines, *kept)]),
        why_not=_why_not(deed.change_set),
    )


@bp.get("/changes/<int:change_set_id>/undo")
@allowed_to()
def new(change_set_id: int):
    deed = _load_to_change(change_set_id)
    undone = latest(deed.change_set)
    found = preview(undone, reach=_reach)
    return htmx.render(
        "changes/undo.html",
        "changes/_undo.html",
        deed=deed,
        preview=found,
        records=records_in_words(found.records),
        kept=in_words(found.kept),
        kept_records=kept_records_in_words(found.kept_records),
        people=named(current_user, [value.person_id for value in found.kept]),
        why_not=why_not(undone, clock.now()) or why_not_as_one(undone, current_user),
    )


@bp.post("/changes/<int:change_set_id>/undo")
@allowed_to()
def create(change_set_id: int):
    undone, now = _load_to_change(change_set_id).change_set, clock.now()
    try:
        run = begin_undo(undone, by=current_user, now=now, all_of_it="all_of_it" in request.form)
    except CannotUndo as refusal:
        db.session.rollback()
        if htmx.wants_part():
            abort(409, str(refusal))
        say(str(refusal), bad=True)
        return htmx.go_to(_back())
    if run.people <= IN_REQUEST:
        for _ in undo_in_chunks(run, by=current_user, now=now, reach=_reach):
            pass
    undo_set = db.session.get_one(ChangeSet, run.change_set_id)
    db.session.commit()
    kept, unseen = kept_by(undo_set, reach=_reach)
    if run.finished_at is None or kept or unseen or records_kept_by(undo_set):
        return htmx.go_to(f"/changes/{undo_set.id}")
    say(f"{undo_set.title}.", change_set=undo_set)
    return htmx.go_to(_back())


@bp.post("/changes/<int:change_set_id>/again")
@allowed_to()
def again(change_set_id: int):
    """Let an undo, a bulk action, a deletion or a renaming that has stopped go on, in one's own name; one
    that rests is only tried at once."""
    deed = _load_to_change(change_set_id)
    setback = setbacks.setbacks_among([change_set_id]).get(change_set_id)
    if setback and setback.stopped and setbacks.go_on(setback, by=current_user):
        auth.note("work continued", deed.change_set.title)
    elif setback is None or not setbacks.try_now(setback.kind, setback.of_id, now=clock.now()):
        abort(409, "It goes on already, ended, or was taken back. Load the page again to see which.")
    db.session.commit()
    return htmx.go_to(f"/changes/{change_set_id}")


def _progress(deed: Deed, run: UndoRun | BulkRun | None, setback: Setback | None):
    """The bar of what is at work; the whole page once it is done or has stopped."""
    if run is None or run.finished_at or (setback and setback.stopped):
        return htmx.load_page(request.path)
    may_go_on = _may_change(deed.change_set)
    return render_template("changes/_run.html", run=run, setback=setback, may_go_on=may_go_on)


def _by_day(page: list[Deed]) -> list[tuple[int, list[Deed]]]:
    """The deeds by the company's calendar day, as (day ordinal, deeds)."""
    zone = the_company().time_zone
    days = groupby(page, lambda deed: local(deed.change_set.at, zone).toordinal())
    return [(ordinal, list(deeds)) for ordinal, deeds in days]


def _load(change_set_id: int) -> Deed:
    return load_or_404(deed_for(current_user, change_set_id))


def _load_to_change(change_set_id: int) -> Deed:
    """One that the user may take back, or let go on."""
    deed = _load(change_set_id)
    if not _may_change(deed.change_set):
        deny(f"{request.method} {request.path}")
    return deed


def _may_change(change_set: ChangeSet) -> bool:
    return all(map(current_user.can, permissions_for(change_set)))


def _reach(person_ids) -> set[int]:
    return within_reach(current_user, person_ids)


def _why_not(change_set: ChangeSet) -> str:
    """Why there is no Undo beside a change set, '' when there is."""
    touched = change_set.people or change_set.records
    if not _may_change(change_set) or not touched:
        return "nothing to take back"
    return why_not(change_set, clock.now())


def _back() -> str:
    """The page that Undo was pressed on, unless it went with what was taken back or only asked whether to."""
    came_from = urlsplit(request.referrer or "")
    asked = came_from.path.startswith("/changes/") and came_from.path.endswith("/undo")
    if came_from.netloc != request.host or asked or not _is_there(came_from.path):
        return "/activity"
    return auth.own_path(came_from.path + (f"?{came_from.query}" if came_from.query else ""), "/activity")


def _is_there(path: str) -> bool:
    """Whether what a page is about can still be looked at; pages of other kinds are there always."""
    found = _ABOUT.match(path)
    if found is None:
        return True
    noun, record_id = found[1], int(found[2])
    if noun == "people":
        return person_for(current_user, record_id) is not None
    return bool(RECORD_KINDS[_PAGES[noun]].standing([record_id]))
