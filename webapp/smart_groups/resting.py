"""Rules rest while their group is archived or deleted, and ask anew about groups that were moved."""

from collections.abc import Mapping

from webapp.activity.reacting import react_to_records
from webapp.activity.records import STANDS
from webapp.groups.naming import tree
from webapp.smart_groups.rules import known_rules, look_again
from webapp.smart_groups.settling import in_a_change_set, settle


def register() -> None:
    """Let rules follow what becomes of groups."""
    react_to_records("group", follow)


def follow(group_id: int, values: Mapping[str, tuple[object, object]], now: int) -> None:
    """A group was archived, deleted, brought back or moved, with all below it."""
    if values.keys().isdisjoint({STANDS, "archived", "place"}):
        return
    look_again()
    if values.get(STANDS, (None, True))[1] is None or values.get("archived", (None, False))[1]:
        return
    if group_id not in tree():
        return
    back = STANDS in values or "archived" in values
    rules, groups = known_rules(), [node.id for node in tree().subtree(group_id)]
    with in_a_change_set(now=now) as change_set:
        for of in groups if back else ():
            # Who came to match while it rested was not to be added then, and is not now.
            if rule := rules.by_group.get(of):
                settle(rule, now=now, change_set=change_set, joins=False)
        if "place" in values:
            for rule in rules.asking_about(group_id):
                settle(rule, now=now, change_set=change_set)
