"""Where a group stands: below which one, in which order, under a name that no sibling has.

Whoever changes that holds the tree: two groups that are moved below each other at once would make a circle.
"""

from collections.abc import Iterable
from itertools import chain, count

from sqlalchemy import func, select

from webapp.db import db, key
from webapp.groups import below
from webapp.groups.models import Group
from webapp.groups.naming import MOST_DEEP, BadGroup, tree
from webapp.naming import LONGEST

GAP = 1_024
"""Between the positions of two siblings, when one is added after the other."""


def hold_tree(*groups: Group) -> None:
    """Lock every group until the transaction ends, and read these as they are by now."""
    db.session.flush()
    db.session.execute(select(Group.id).order_by(Group.id).with_for_update())
    for group in groups:
        db.session.refresh(group)


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


def why_not_there(group: Group, parent_id: int | None, name: str) -> BadGroup | None:
    """Why a group cannot stand there under that name with all below it; None when it can."""
    known = tree()
    own = {node.id for node in known.subtree(group.id)} if group.id in known else {group.id}
    if parent_id is not None:
        if parent_id not in known:
            return BadGroup("The group above it was deleted.", "parent_id")
        if parent_id in own:
            return BadGroup(f"“{group.name}” cannot stand below itself.", "parent_id")
        if known[parent_id].office_id not in (None, group.office_id):
            return BadGroup(
                "A group stands only below groups of its own office or of the company.", "parent_id"
            )
        if _depth_below(parent_id) + _height(own) >= MOST_DEEP:
            return BadGroup(f"Groups may stand at most {MOST_DEEP} deep.", "parent_id")
    if _is_taken(sibling_key(parent_id, group.office_id, name), group.id):
        return BadGroup(f"There is a group “{name}” here already.")
    return None


def put(group: Group, parent_id: int | None, name: str, position: int) -> None:
    """Let it stand there; the caller counts afresh where it is another place of the tree."""
    group.name, group.name_key, group.parent_id = name, key(name), parent_id
    group.sibling_key = sibling_key(parent_id, group.office_id, name)
    group.position = position
    db.session.flush()


def move(group: Group, parent_id: int | None, position: int) -> None:
    """Put it there, and its people into the counts of those above."""
    before = set(below.groups_above(group.parent_id))
    put(group, parent_id, group.name, position)
    below.count_afresh(before ^ set(below.groups_above(parent_id)))


def place_of(group: Group) -> list[int]:
    """Where it stands, as [the group above or 0, position], to be noted and put back."""
    return [group.parent_id or 0, group.position]


def free_name(group: Group, parent_id: int | None) -> str:
    """Its name, or if a sibling there has that one, "Italy 2" and so on."""
    numbered = (_numbered(group.name, number) for number in count(2))
    return next(
        name
        for name in chain([group.name], numbered)
        if not _is_taken(sibling_key(parent_id, group.office_id, name), group.id)
    )


def last_position(parent_id: int | None) -> int:
    """One after all that stand right below a group."""
    among = Group.parent_id.is_(None) if parent_id is None else Group.parent_id == parent_id
    last = db.session.scalar(select(func.max(Group.position)).where(among))
    return 0 if last is None else last + GAP


def position_at(parent_id: int | None, index: int, group_id: int | None) -> int:
    """One at this place among those right below a group, apart from that one.

    It lies in a gap, so that nobody else moves and an undo is exact; siblings without one are numbered anew.
    """
    siblings = [node for node in tree().children(parent_id) if node.id != group_id]
    before, after = siblings[:index], siblings[index:]
    if not after:
        return last_position(parent_id)
    if not before:
        return after[0].position - GAP
    if after[0].position - before[-1].position > 1:
        return (before[-1].position + after[0].position) // 2
    for number, node in enumerate(siblings):
        db.session.get_one(Group, node.id).position = number * GAP
    db.session.flush()
    return index * GAP - GAP // 2


def _numbered(name: str, number: int) -> str:
    more = f" {number}"
    return name[: LONGEST - len(more)].rstrip() + more


def _depth_below(parent_id: int) -> int:
    return tree().depth(parent_id) + 1


def _height(own: Iterable[int]) -> int:
    """How many levels there are below the highest of them."""
    known = tree()
    depths = [known.depth(group_id) for group_id in own if group_id in known]
    return max(depths) - min(depths) if depths else 0


def _is_taken(wanted: str, but_for: int | None) -> bool:
    with db.session.no_autoflush:
        taken = select(Group.id).where(Group.sibling_key == wanted, Group.id != (but_for or 0))
        return db.session.scalar(taken) is not None
