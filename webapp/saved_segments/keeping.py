"""Keeping filters under names, and who sees and changes them."""

from collections.abc import Sequence

from sqlalchemy import Row, Select, bindparam, case, delete, func, or_, select

from webapp.bad_input import BadInput
from webapp.criteria.keeping import from_json, still_means, to_json
from webapp.criteria.tree import Node
from webapp.db import db, fetch, key
from webapp.segments.models import SavedSegment
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer

MOST = 100
LONGEST_NAME = 80
KEPT_FOR = 30 * 24 * 3600
"""Seconds for which a deleted one can be taken back."""


class BadSaved(BadInput):
    """What is wrong with a saved segment."""


def saved_for(viewer: Viewer) -> list[SavedSegment]:
    """Those that a viewer sees: their own in their order, then the shared ones of others."""
    return list(db.session.scalars(_ordered(select(SavedSegment)), {"viewer_id": viewer.id}))


def names_for(viewer: Viewer) -> Sequence[Row]:
    """(id, name, hue) of the same, which is what every list's sidebar shows."""
    return fetch(_NAMES, {"viewer_id": viewer.id}).all()


def _ordered(statement: Select) -> Select:
    mine = SavedSegment.owner_id == bindparam("viewer_id")
    return statement.where(
        or_(mine, SavedSegment.shared_at.is_not(None)), SavedSegment.retired_at.is_(None)
    ).order_by(case((mine, 0), else_=1), case((mine, SavedSegment.position), else_=0), SavedSegment.name_key)


_NAMES = _ordered(select(SavedSegment.id, SavedSegment.name, SavedSegment.hue))


def saved_seen_by(viewer: Viewer, saved_id: int) -> SavedSegment | None:
    """One of them; None for somebody else's private one, as for one that is not there."""
    statement = select(SavedSegment).where(SavedSegment.id == saved_id, _visible_to(viewer))
    return db.session.scalar(statement.where(SavedSegment.retired_at.is_(None)))


def retired_of(viewer: Viewer, saved_id: int) -> SavedSegment | None:
    """A deleted one that the viewer may take back."""
    saved = db.session.get(SavedSegment, saved_id)
    return saved if saved and saved.retired_at is not None and may_change(saved, viewer) else None


def may_change(saved: SavedSegment, viewer: Viewer) -> bool:
    """Its owner may, and whoever edits segments, if it is shared."""
    return saved.owner_id == viewer.id or (
        saved.shared_at is not None and viewer.can(Permission.EDIT_SEGMENTS)
    )


def save(tree: Node, *, by: Viewer, now: int, **given) -> SavedSegment:
    """Keep a filter behind the user's others; `given` as `change`. Raises BadSaved."""
    own = select(func.count(), func.coalesce(func.max(SavedSegment.position), -1)).where(
        SavedSegment.owner_id == by.id, SavedSegment.retired_at.is_(None)
    )
    number, last = db.session.execute(own).one()
    if number >= MOST:
        raise BadSaved(f"You have {MOST} saved segments. Delete one that you no longer use.")
    saved = SavedSegment(
        owner_id=by.id, name="", name_key="", criteria={}, position=last + 1, created_at=now, stated_at=now
    )
    change(saved, by=by, now=now, **given)
    restate(saved, tree, now=now)
    db.session.add(saved)
    db.session.flush()
    return saved


def change(
    saved: SavedSegment,
    *,
    name: str,
    hue: str,
    reminder_days: int | None,
    counts_automatic: bool,
    shared: bool,
    by: Viewer,
    now: int,
) -> None:
    """Rename, recolour, remind otherwise, share or stop sharing; raises BadSaved."""
    if shared != (saved.shared_at is not None) and not by.can(Permission.EDIT_SEGMENTS):
        raise BadSaved("Sharing with everybody is for those who edit segments.", "")
    taken = select(SavedSegment.id).where(
        SavedSegment.owner_id == saved.owner_id,
        SavedSegment.name_key == key(name),
        SavedSegment.retired_at.is_(None),
    )
    if not key(name):
        raise BadSaved("Give it a name.")
    if db.session.scalar(taken.where(SavedSegment.id != (saved.id or 0)).limit(1)):
        raise BadSaved(f"There is a saved segment “{name}” already.")
    saved.name, saved.name_key, saved.hue = name, key(name), hue
    saved.reminder_days, saved.counts_automatic = reminder_days, counts_automatic
    if shared != (saved.shared_at is not None):
        saved.shared_at = now if shared else None


def restate(saved: SavedSegment, tree: Node, *, now: int) -> None:
    """Let it mean another filter."""
    saved.criteria, saved.stated_at = to_json(tree), now


def text_of(saved: SavedSegment) -> str:
    """Its canonical text; raises CriteriaError if what it names was deleted, and then it finds nobody."""
    return still_means(from_json(saved.criteria), saved.stated_at)


def put_in_order(ids: Sequence[int], *, by: Viewer) -> None:
    """The user's own in this order; others, and what is left out, stay behind as they were."""
    own = {saved.id: saved for saved in saved_for(by) if saved.owner_id == by.id}
    order = [saved_id for saved_id in dict.fromkeys(ids) if saved_id in own]
    order += [saved_id for saved_id in own if saved_id not in order]
    for position, saved_id in enumerate(order):
        own[saved_id].position = position


def retire(saved: SavedSegment, *, now: int) -> None:
    """Delete it, so that it can be taken back for 30 days."""
    saved.retired_at = now


def take_back(saved: SavedSegment) -> None:
    """Undo its deletion; if its name was given away meanwhile, it gets another."""
    taken = select(SavedSegment.name_key).where(
        SavedSegment.owner_id == saved.owner_id, SavedSegment.retired_at.is_(None)
    )
    names, name, number = set(db.session.scalars(taken)), saved.name, 2
    while key(name) in names:
        name, number = f"{saved.name} {number}", number + 1
    saved.name, saved.name_key, saved.retired_at = name, key(name), None


def forget_retired(*, now: int) -> None:
    """Erase those that can no longer be taken back."""
    db.session.execute(delete(SavedSegment).where(SavedSegment.retired_at < now - KEPT_FOR))


def _visible_to(viewer: Viewer):
    return or_(SavedSegment.owner_id == viewer.id, SavedSegment.shared_at.is_not(None))
