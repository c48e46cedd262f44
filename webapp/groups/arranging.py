"""The tree of groups as those keep it who may edit it: adding, renaming, moving, archiving.

Each is a change set; how it is taken back is in deeds.py.
"""

from dataclasses import dataclass

from webapp.activity.models import ChangeSet
from webapp.activity.records import MADE
from webapp.activity.tracking import note_record, open_change_set
from webapp.db import db, key
from webapp.groups.models import Group
from webapp.groups.naming import checked_name, tree
from webapp.groups.placing import (
    hold_tree,
    last_position,
    move,
    place_of,
    position_at,
    put,
    sibling_key,
    standing_group,
    why_not_there,
)


@dataclass(frozen=True)
class Wanted:
    """What one sets of a group; a subgroup belongs to the office of the group above it, if that has one.

    `index` is its place among its siblings, None for the last.
    """

    name: str
    parent_id: int | None = None
    office_id: int | None = None
    index: int | None = None


def add_group(wanted: Wanted, *, by, now: int, change_set: ChangeSet | None = None) -> Group:
    """Add a group, kept by whoever adds it; raises BadGroup.

    With a change set (about="group") the group goes again when that is taken back.
    """
    above = standing_group(wanted.parent_id) if wanted.parent_id else None
    name, office_id = checked_name(wanted.name), (above.office_id if above else None) or wanted.office_id
    group = Group(office_id=office_id, owner_id=by.id, created_at=now)
    if refusal := why_not_there(group, wanted.parent_id, name):
        raise refusal
    position = _position(wanted.parent_id, wanted.index)
    db.session.add(group)
    put(group, wanted.parent_id, name, position)
    if change_set is not None:
        note_record(change_set, "group", group.id, MADE)
    return group


def rename_group(group: Group, name: str, *, by, now: int) -> ChangeSet | None:
    """Give a group another name, in its place; None when it has it already. Raises BadGroup."""
    name, before = checked_name(name), group.name
    if name == before:
        return None
    if refusal := why_not_there(group, group.parent_id, name):
        raise refusal
    group.name, group.name_key = name, key(name)
    group.sibling_key = sibling_key(group.parent_id, group.office_id, name)
    db.session.flush()
    change_set = open_change_set("edit", f"Renamed the group {before}", by=by, now=now, about="group")
    note_record(change_set, "group", group.id, {"name": (before, name)})
    return change_set


def move_group(
    group: Group, parent_id: int | None, *, index: int | None = None, by, now: int
) -> ChangeSet | None:
    """Put a group with all below it under another one, or on top (None), as the last or at a place.

    Raises BadGroup for a place below itself, too deep, in another office, or where its name is taken. None
    when it stands there already.
    """
    hold_tree(group)
    if refusal := why_not_there(group, parent_id, group.name):
        raise refusal
    if parent_id == group.parent_id and index in (None, _index(group)):
        return None
    before = place_of(group)
    move(group, parent_id, _position(parent_id, index, group.id))
    change_set = open_change_set("edit", f"Moved the group {group.name}", by=by, now=now, about="group")
    note_record(change_set, "group", group.id, {"place": (before, place_of(group))})
    return change_set


def archive_group(group: Group, *, by, now: int) -> ChangeSet:
    """Hide a group with all below it; its people and history stay, its rule and processes rest."""
    group.archived_at = now
    db.session.flush()
    change_set = open_change_set("edit", f"Archived the group {group.name}", by=by, now=now, about="group")
    note_record(change_set, "group", group.id, {"archived": (False, True)})
    return change_set


def bring_group_back(group: Group, *, by, now: int) -> ChangeSet:
    """Take a group out of the archive."""
    group.archived_at = None
    db.session.flush()
    title = f"Brought the group {group.name} back"
    change_set = open_change_set("edit", title, by=by, now=now, about="group")
    note_record(change_set, "group", group.id, {"archived": (True, False)})
    return change_set


def _position(parent_id: int | None, index: int | None, group_id: int | None = None) -> int:
    return last_position(parent_id) if index is None else position_at(parent_id, index, group_id)


def _index(group: Group) -> int:
    return [node.id for node in tree().children(group.parent_id)].index(group.id)
