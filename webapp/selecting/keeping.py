"""Keeping selections under names, and who sees and changes them.

What is saved, changed and deleted is a change set each; how it is taken back is in deeds.py.
"""

from sqlalchemy import case, delete, func, select

from webapp.activity.models import ChangeSet
from webapp.activity.records import DELETED, MADE, STANDS
from webapp.activity.tracking import note_record, open_change_set
from webapp.bad_input import BadInput
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


class BadSelection(BadInput):
    """What is wrong with a selection."""


def selections_for(viewer: Viewer) -> list[Selection]:
    """Those that a viewer sees by name: their own, then the shared ones of others."""
    mine = case((Selection.owner_id == viewer.id, 0), else_=1)
    known = select(Selection).where(Selection.known_to(viewer.id))
    return list(db.session.scalars(known.order_by(mine, Selection.name_key, Selection.id)))


def selection_seen_by(viewer: Viewer, selection_id: int) -> Selection | None:
    """One of them; None for somebody else's private one, as for one that is not there."""
    known = select(Selection).where(Selection.id == selection_id, Selection.known_to(viewer.id))
    return db.session.scalar(known)


def may_change(selection: Selection, viewer: Viewer) -> bool:
    """Its owner may, and whoever edits segments, if it is shared."""
    return selection.owner_id == viewer.id or (
        selection.shared_at is not None and viewer.can(Permission.EDIT_SEGMENTS)
    )


def save(tree: Node, *, name: str, shared: bool, by: Viewer, now: int) -> tuple[Selection, ChangeSet]:
    """Keep criteria as a selection of the user; raises BadSelection."""
    _refuse_more(by)
    selection = Selection(owner_id=by.id, name="", name_key="", criteria={}, stated_at=now, created_at=now)
    change(selection, name=name, shared=shared, by=by, now=now)
    restate(selection, tree, now=now)
    return selection, _add(selection, "Saved", by=by, now=now)


def rewrite(
    selection: Selection, tree: Node, *, name: str, shared: bool, by: Viewer, now: int
) -> ChangeSet | None:
    """Let it mean other criteria, and change it; None if it is what it was. Raises BadSelection."""
    before = values_of(selection)
    change(selection, name=name, shared=shared, by=by, now=now)
    if to_json(tree) != selection.criteria:
        restate(selection, tree, now=now)
    db.session.flush()
    after = values_of(selection)
    if before == after:
        return None
    change_set = _deed("edit", f"Changed the selection {before['name']}", by=by, now=now)
    note_record(change_set, "selection", selection.id, {key: (before[key], after[key]) for key in after})
    return change_set


def change(selection: Selection, *, name: str, shared: bool, by: Viewer, now: int) -> None:
    """Rename it, share it or stop sharing; raises BadSelection."""
    if shared != (selection.shared_at is not None):
        if not by.can(Permission.EDIT_SEGMENTS):
            raise BadSelection("Sharing with everybody is for those who edit segments.", "")
        selection.shared_at = now if shared else None
    name = name_of("selection", name, BadSelection, most=LONGEST_NAME)
    if is_taken(key(name), selection):
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


def copy(selection: Selection, *, by: Viewer, now: int) -> tuple[Selection, ChangeSet]:
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
    return copied, _add(copied, "Copied", by=by, now=now)


def delete_selection(selection: Selection, *, by: Viewer, now: int) -> ChangeSet:
    """Delete it, so that it can be taken back for 30 days."""
    change_set = _deed("selection", f"Deleted the selection {selection.name}", by=by, now=now)
    note_record(change_set, "selection", selection.id, DELETED)
    retire(selection, now=now)
    return change_set


def values_of(selection: Selection) -> dict[str, object]:
    """What it is as change sets keep it; `criteria` as [stored tree, stated at]."""
    if selection.retired_at is not None:
        return {STANDS: None}
    return {
        STANDS: True,
        "name": selection.name,
        "shared": selection.shared_at is not None,
        "criteria": [selection.criteria, selection.stated_at],
    }


def is_taken(name_key: str, selection: Selection) -> bool:
    """Whether another one that its owner sees has the name."""
    return name_key in _names_beside(selection)


def retire(selection: Selection, *, now: int) -> None:
    """Let it be gone, with whom it holds if it is frozen kept."""
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


def _add(selection: Selection, deed: str, *, by: Viewer, now: int) -> ChangeSet:
    db.session.add(selection)
    db.session.flush()
    change_set = _deed("create", f"{deed} the selection {selection.name}", by=by, now=now)
    note_record(change_set, "selection", selection.id, MADE)
    return change_set


def _deed(kind: str, title: str, *, by: Viewer, now: int) -> ChangeSet:
    return open_change_set(kind, title, by=by, now=now, about="selection")


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
