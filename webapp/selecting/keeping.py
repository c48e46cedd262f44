"""Keeping selections under names, and who sees and changes them."""

from sqlalchemy import case, delete, func, select

from webapp.criteria.conditions.named import ids_of
from webapp.criteria.keeping import from_json, still_means, to_json
from webapp.criteria.tree import EVERYBODY, Node, leaves
from webapp.db import db, key
from webapp.naming import name_of
from webapp.selections.models import Selection, SelectionPerson
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer

MOST = 200
LONGEST_NAME = 80
KEPT_FOR = 30 * 24 * 3600
"""Seconds for which a deleted one can be taken back."""


class BadSelection(ValueError):
    """One sentence on what is wrong; `about` is the input that it belongs to."""

    def __init__(self, sentence: str, about: str = "name"):
        super().__init__(sentence)
        self.about = about


def selections_for(viewer: Viewer) -> list[Selection]:
    """Those that a viewer sees by name: their own, then the shared ones of others."""
    mine = case((Selection.owner_id == viewer.id, 0), else_=1)
    known = select(Selection).where(Selection.known_to(viewer.id))
    return list(db.session.scalars(known.order_by(mine, Selection.name_key, Selection.id)))


def selection_seen_by(viewer: Viewer, selection_id: int) -> Selection | None:
    """One of them; None for somebody else's private one, as for one that is not there."""
    known = select(Selection).where(Selection.id == selection_id, Selection.known_to(viewer.id))
    return db.session.scalar(known)


def retired_of(viewer: Viewer, selection_id: int) -> Selection | None:
    """A deleted one that the viewer may take back."""
    selection = db.session.get(Selection, selection_id)
    if selection is None or selection.retired_at is None or not may_change(selection, viewer):
        return None
    return selection


def may_change(selection: Selection, viewer: Viewer) -> bool:
    """Its owner may, and whoever edits segments, if it is shared."""
    return selection.owner_id == viewer.id or (
        selection.shared_at is not None and viewer.can(Permission.EDIT_SEGMENTS)
    )


def save(tree: Node, *, name: str, shared: bool, by: Viewer, now: int) -> Selection:
    """Keep criteria as a selection of the user; raises BadSelection."""
    _refuse_more(by)
    selection = Selection(owner_id=by.id, name="", name_key="", criteria={}, stated_at=now, created_at=now)
    change(selection, name=name, shared=shared, by=by, now=now)
    restate(selection, tree, now=now)
    db.session.add(selection)
    db.session.flush()
    return selection


def change(selection: Selection, *, name: str, shared: bool, by: Viewer, now: int) -> None:
    """Rename it, share it or stop sharing; raises BadSelection."""
    if shared != (selection.shared_at is not None):
        if not by.can(Permission.EDIT_SEGMENTS):
            raise BadSelection("Sharing with everybody is for those who edit segments.", "")
        selection.shared_at = now if shared else None
    name = name_of("selection", name, BadSelection, most=LONGEST_NAME)
    if key(name) in _names_beside(selection):
        raise BadSelection(f"There is a selection “{name}” already.")
    selection.name, selection.name_key, selection.changed_at = name, key(name), now


def restate(selection: Selection, tree: Node, *, now: int) -> None:
    """Let it mean other criteria; whom it holds while it is frozen stays. Raises BadSelection."""
    if tree == EVERYBODY:
        raise BadSelection("Put at least one condition into one of the steps: without, it is everybody.", "")
    if any(leaf.condition == "selection" and selection.id in ids_of(leaf) for leaf in leaves(tree)):
        raise BadSelection(f"The selection “{selection.name}” cannot be a part of itself.", "")
    selection.criteria, selection.stated_at, selection.changed_at = to_json(tree), now, now


def text_of(selection: Selection) -> str:
    """Its criteria as canonical text; raises CriteriaError if what it names is gone."""
    return still_means(from_json(selection.criteria), selection.stated_at)


def copy(selection: Selection, *, by: Viewer, now: int) -> Selection:
    """A private one of the user's own with the same criteria; raises BadSelection."""
    _refuse_more(by)
    copied = Selection(
        owner_id=by.id,
        criteria=selection.criteria,
        stated_at=selection.stated_at,
        created_at=now,
        changed_at=now,
    )
    _call(copied, f"{selection.name} copy"[:LONGEST_NAME])
    db.session.add(copied)
    db.session.flush()
    return copied


def retire(selection: Selection, *, now: int) -> None:
    """Delete it, so that it can be taken back for 30 days."""
    selection.retired_at = now


def take_back(selection: Selection) -> None:
    """Undo its deletion; if its name was given away meanwhile, it gets another."""
    selection.retired_at = None
    _call(selection, selection.name)


def forget_retired(*, now: int) -> None:
    """Erase those that can no longer be taken back, with whom they held."""
    old = select(Selection.id).where(Selection.retired_at < now - KEPT_FOR)
    db.session.execute(delete(SelectionPerson).where(SelectionPerson.selection_id.in_(old)))
    db.session.execute(delete(Selection).where(Selection.id.in_(old)))


def _call(selection: Selection, name: str) -> None:
    """Give it this name, or the name and a number where there is one called so."""
    taken, number, wanted = _names_beside(selection), 2, name
    while key(wanted) in taken:
        wanted, number = f"{name} {number}", number + 1
    selection.name, selection.name_key = wanted, key(wanted)


def _names_beside(selection: Selection) -> set[str]:
    """The folded names of the others that its owner sees."""
    with db.session.no_autoflush:
        others = select(Selection.name_key).where(
            Selection.known_to(selection.owner_id), Selection.id != (selection.id or 0)
        )
        return set(db.session.scalars(others))


def _refuse_more(by: Viewer) -> None:
    own = select(func.count()).where(Selection.owner_id == by.id, Selection.retired_at.is_(None))
    if db.session.scalar(own) >= MOST:
        raise BadSelection(f"You have {MOST} selections. Delete one that you no longer use.")
