"""Groups that end: merged into another one, or deleted, with what becomes of their people and subgroups.

They are gone from the tree and its counts at once; their people follow (following.py). A row stays for 30
days under a name that nobody can type, so that undo (deeds.py) brings the group back.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import delete, exists, select

from webapp.activity.models import ChangeSet
from webapp.activity.records import DELETED
from webapp.activity.tracking import note_record, open_change_set
from webapp.db import db
from webapp.db.counters import PeopleCount
from webapp.groups import below
from webapp.groups.models import Group, KeptOut, LedgerLine, PersonGroup
from webapp.groups.naming import BadGroup, knows, tree
from webapp.groups.placing import (
    free_name,
    hold_tree,
    last_position,
    place_of,
    put,
    sibling_key,
    why_not_there,
)
from webapp.people.following import Following, let_follow

KEEP_SECONDS = 30 * 24 * 3600
"""How long a deleted group can come back by an undo."""
_ERASERS: list[Callable[[Sequence[int]], None]] = []


def merge_groups(group: Group, into: Group, *, by, now: int) -> tuple[ChangeSet, bool]:
    """Whoever is in `group` is in `into` instead, and its subgroups stand there; its rule ends with it.

    A subgroup whose name is taken there gets a number. The change set, and False when a job goes on with the
    people. Raises BadGroup.
    """
    hold_tree(group, into)
    _check_target(into, [group.id])
    _check_ending([group.id])
    if into.office_id not in (None, group.office_id):
        raise BadGroup("A group merges only into one of its own office or of the company.", "into")
    title = f"Merged the group {group.name} into {into.name}"
    change_set = open_change_set("group", title, by=by, now=now, about="group")
    touched = {*below.groups_above(group.id), *below.groups_above(into.id)}
    _hand_subgroups_on(group, into.id, change_set)
    _retire([group], change_set, now)
    below.count_afresh(touched)
    return change_set, let_follow("group", group.id, into.id, by=by, now=now, change_set=change_set)


def delete_group(
    group: Group, people_to: Group | None = None, *, with_subgroups: bool = False, by, now: int
) -> tuple[ChangeSet, bool]:
    """Delete a group; its people leave it or go to another group, its subgroups move up or are deleted too.

    Otherwise as merge_groups.
    """
    hold_tree(group, *filter(None, [people_to]))
    ending = [node.id for node in tree().subtree(group.id)] if with_subgroups else [group.id]
    if people_to is not None:
        _check_target(people_to, ending)
    _check_ending(ending)
    if any(not knows(by, tree()[group_id].office_id) for group_id in ending):
        raise BadGroup("Groups of another office stand below it. Let the subgroups move up.", "subgroups")
    change_set = open_change_set("group", f"Deleted the group {group.name}", by=by, now=now, about="group")
    touched = {*below.groups_above(group.id), *ending}
    if not with_subgroups:
        _hand_subgroups_on(group, group.parent_id, change_set)
    _retire([db.session.get_one(Group, group_id) for group_id in ending], change_set, now)
    below.count_afresh(touched)
    to_id = people_to.id if people_to else None
    return change_set, let_follow("group", group.id, to_id, by=by, now=now, change_set=change_set)


def is_awaited(group_ids: Sequence[int]) -> bool:
    """Whether people are still on their way to one of these groups."""
    coming = select(Following.id).where(Following.kind == "group", Following.to_id.in_(group_ids)).limit(1)
    return db.session.scalar(coming) is not None


def retire(group: Group, *, now: int) -> None:
    """Let a group without people and subgroups be gone."""
    group.retired_at = now
    group.sibling_key = f"{group.sibling_key}\n{group.id}"
    db.session.flush()


def revive(group: Group) -> None:
    """Take back that a group was deleted; the caller has asked whether it can stand where it stood."""
    group.retired_at = None
    group.sibling_key = sibling_key(group.parent_id, group.office_id, group.name)
    db.session.flush()


def erased_with_groups(erase: Callable[[Sequence[int]], None]) -> None:
    """Register what else is erased with groups whose ids it takes."""
    _ERASERS.append(erase)


def erase_retired(*, now: int) -> None:
    """Delete the rows of groups that nobody can bring back any more, with their history."""
    someone = select(PersonGroup.person_id).where(PersonGroup.group_id == Group.id).exists()
    gone = select(Group.id).where(Group.retired_at < now - KEEP_SECONDS, ~someone, ~_has_subgroups())
    group_ids = list(db.session.scalars(gone))
    if not group_ids:
        return
    for erase in _ERASERS:
        erase(group_ids)
    for model in (KeptOut, LedgerLine):
        db.session.execute(delete(model).where(model.group_id.in_(group_ids)))
    of_them = PeopleCount.facet.in_(("group", below.FACET)), PeopleCount.value.in_(group_ids)
    db.session.execute(delete(PeopleCount).where(*of_them))
    db.session.execute(delete(Group).where(Group.id.in_(group_ids)))


def _has_subgroups():
    """Rows below it, deleted ones too, which go first."""
    child = Group.__table__.alias("child")
    return exists().where(child.c.parent_id == Group.id)


def _check_target(into: Group, ending: Sequence[int]) -> None:
    if into.id in ending:
        raise BadGroup("Choose another group than those that go.", "into")
    if into.retired_at is not None or tree().is_archived(into.id):
        raise BadGroup(f"“{into.name}” was deleted or archived a moment ago.", "into")


def _check_ending(group_ids: Sequence[int]) -> None:
    if any(group_id not in tree() for group_id in group_ids):
        raise BadGroup("This group was deleted a moment ago.", "")
    if is_awaited(group_ids):
        raise BadGroup("People are still being moved to this group. Try again in a minute.", "")


def _hand_subgroups_on(group: Group, parent_id: int | None, change_set: ChangeSet) -> None:
    """Let those right below it stand there instead; raises BadGroup."""
    for node in tree().children(group.id):
        child = db.session.get_one(Group, node.id)
        before, name = place_of(child), free_name(child, parent_id)
        if refusal := why_not_there(child, parent_id, name):
            raise BadGroup(f"“{child.name}” cannot move there: {refusal}", "into")
        renamed = child.name, name
        put(child, parent_id, name, last_position(parent_id))
        note_record(change_set, "group", child.id, {"name": renamed, "place": (before, place_of(child))})


def _retire(groups: Sequence[Group], change_set: ChangeSet, now: int) -> None:
    """From the lowest up, since undo brings the last one back first."""
    for group in reversed(groups):
        note_record(change_set, "group", group.id, DELETED)
        retire(group, now=now)
