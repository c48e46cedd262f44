"""The tree of groups as those keep it who may edit it: adding, renaming, moving, archiving."""

from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.db import db, key
from webapp.groups import below
from webapp.groups.models import Group
from webapp.groups.naming import MOST_DEEP, BadGroup, checked_name, tree


@dataclass(frozen=True)
class Wanted:
    """What one sets of a group; a subgroup belongs to the office of the group above it, if that has one."""

    name: str
    parent_id: int | None = None
    office_id: int | None = None


def add_group(wanted: Wanted, *, by, now: int) -> Group:
    """Add a group after its siblings, kept by whoever adds it; raises BadGroup."""
    above = standing_group(wanted.parent_id) if wanted.parent_id else None
    if above and tree().depth(above.id) + 1 >= MOST_DEEP:
        raise BadGroup(f"Groups may stand at most {MOST_DEEP} deep.", "parent_id")
    group = Group(
        office_id=(above.office_id if above else None) or wanted.office_id,
        owner_id=by.id,
        position=_last_position(wanted.parent_id) + 1,
        created_at=now,
    )
    _name(group, wanted.name, wanted.parent_id)
    db.session.add(group)
    db.session.flush()
    return group


def rename_group(group: Group, name: str) -> None:
    """Give a group another name; raises BadGroup."""
    _name(group, name, group.parent_id)
    db.session.flush()


def move_group(group: Group, parent_id: int | None, *, position: int | None = None) -> None:
    """Put a group with all below it under another one, or on top (None), as the last or at a position.

    Raises BadGroup for a place below itself, too deep, in another office, or where its name is taken.
    """
    above = standing_group(parent_id) if parent_id else None
    _lock_tree()
    known = tree()
    own = {node.id for node in known.subtree(group.id)}
    if parent_id in own:
        raise BadGroup(f"“{group.name}” cannot stand below itself.", "parent_id")
    if above and above.office_id not in (None, group.office_id):
        raise BadGroup("A group moves only below groups of its own office or of the company.", "parent_id")
    height = max(known.depth(i) for i in own) - known.depth(group.id)
    if above and known.depth(above.id) + 1 + height >= MOST_DEEP:
        raise BadGroup(f"Groups may stand at most {MOST_DEEP} deep.", "parent_id")
    before = set(below.groups_above(group.parent_id))
    last = _last_position(parent_id)
    _name(group, group.name, parent_id)
    group.position = last + 1
    db.session.flush()
    if position is not None:
        _put_at(group, position)
    below.count_afresh(before ^ set(below.groups_above(parent_id)))


def archive_group(group: Group, *, now: int) -> None:
    """Hide a group with all below it; its people and history stay, its rule and processes rest."""
    group.archived_at = now
    db.session.flush()


def bring_group_back(group: Group) -> None:
    """Take a group out of the archive."""
    group.archived_at = None
    db.session.flush()


def standing_group(group_id: int) -> Group:
    """The group, locked; raises BadGroup if it was deleted."""
    found = db.session.scalar(
        select(Group).where(Group.id == group_id, Group.retired_at.is_(None)).with_for_update()
    )
    if found is None:
        raise BadGroup("This group was deleted.", "parent_id")
    return found


def sibling_key(parent_id: int | None, office_id: int | None, name: str) -> str:
    """What keeps a group apart from its siblings of the same office: no two of them have one name."""
    return f"{parent_id or 0}/{office_id or 0}/{key(name)}"


def _name(group: Group, name: str, parent_id: int | None) -> None:
    """Let the group stand under this name below that group; changes nothing when it raises BadGroup."""
    name = checked_name(name)
    wanted = sibling_key(parent_id, group.office_id, name)
    with db.session.no_autoflush:
        taken = select(Group.id).where(Group.sibling_key == wanted, Group.id != (group.id or 0))
        if db.session.scalar(taken) is not None:
            raise BadGroup(f"There is a group “{name}” here already.")
    group.name, group.name_key = name, key(name)
    group.parent_id, group.sibling_key = parent_id, wanted


def _last_position(parent_id: int | None) -> int:
    among = Group.parent_id.is_(None) if parent_id is None else Group.parent_id == parent_id
    last = db.session.scalar(select(func.max(Group.position)).where(among))
    return -1 if last is None else last


def _put_at(group: Group, position: int) -> None:
    """Number the siblings anew with the group at this place among them."""
    ids = [node.id for node in tree().children(group.parent_id) if node.id != group.id]
    ids.insert(position, group.id)
    for place, sibling in enumerate(db.session.get_one(Group, i) for i in ids):
        sibling.position = place
    db.session.flush()


def _lock_tree() -> None:
    """Two groups that are moved below each other at once would make a circle."""
    db.session.execute(select(Group.id).order_by(Group.id).with_for_update())
