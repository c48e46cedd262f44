"""The tree of groups as it is shown, and finding groups by name or path.

The company's groups and those of one's own office are known to everybody there; who sees everybody knows all.
A path names a group from the top, "Travel/Italy"; a slash within a name stands after a backslash.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from sqlalchemy import select

from webapp.bad_input import BadInput
from webapp.db import Prepared, key, remembered
from webapp.groups.models import Group
from webapp.naming import name_of
from webapp.pipelines.stages import escaped, split_path
from webapp.users.viewer import Viewer

MOST_DEEP = 100
"""Deeper than anybody sorts; each level is one more row for everybody below."""


class BadGroup(BadInput):
    """What is wrong with a group."""


class Node(NamedTuple):
    """A group as lists show it; `position` orders it among its siblings."""

    id: int
    parent_id: int | None
    name: str
    name_key: str
    office_id: int | None
    owner_id: int | None
    position: int
    archived: bool


class Tree:
    """Every group that was not deleted, archived ones too. It never changes; ask `tree()` for a fresh one."""

    def __init__(self, nodes: Sequence[Node]):
        self.by_id = {node.id: node for node in nodes}

    def __contains__(self, group_id: int) -> bool:
        return group_id in self.by_id

    def __getitem__(self, group_id: int) -> Node:
        return self.by_id[group_id]

    @cached_property
    def _children(self) -> dict[int | None, list[Node]]:
        found = defaultdict(list)
        for node in self.by_id.values():
            found[node.parent_id].append(node)
        return found

    def children(self, group_id: int | None) -> list[Node]:
        """Those right below a group, or on top (None), in their order."""
        return self._children.get(group_id, [])

    def ancestry(self, group_id: int) -> list[Node]:
        """From the top down to the group itself."""
        found = []
        while group_id is not None:
            node = self.by_id[group_id]
            found.append(node)
            group_id = node.parent_id
        return found[::-1]

    def subtree(self, group_id: int) -> Iterator[Node]:
        """The group and everything below it, from the top down, in their order."""
        yield self.by_id[group_id]
        for child in self.children(group_id):
            yield from self.subtree(child.id)

    def depth(self, group_id: int) -> int:
        """0 on top."""
        return len(self.ancestry(group_id)) - 1

    def is_archived(self, group_id: int) -> bool:
        """Whether it, or a group above it, is archived."""
        return any(node.archived for node in self.ancestry(group_id))

    @cached_property
    def standing(self) -> Sequence[Node]:
        """Those that are not archived, from the top down."""
        nodes = (node for top in self.children(None) for node in self.subtree(top.id))
        return tuple(node for node in nodes if not self.is_archived(node.id))

    def path(self, group_id: int) -> str:
        """As one writes it: "Travel/Italy"."""
        return "/".join(escaped(node.name) for node in self.ancestry(group_id))

    def shown(self, group_id: int) -> str:
        """As one reads it: "Travel › Italy"."""
        return " › ".join(node.name for node in self.ancestry(group_id))

    def called(self, text: str, among: Iterable[int]) -> list[int]:
        """The groups that a written name or path may mean, those of the shortest paths first.

        A whole path is that group alone; a bare name or the end of a path may be several groups.
        """
        wanted = [key(part) for part in split_path(text)]
        fitting = {
            group_id: names
            for group_id in among
            if (names := [node.name_key for node in self.ancestry(group_id)])[-len(wanted) :] == wanted
        }
        whole = [group_id for group_id, names in fitting.items() if names == wanted]
        return whole or sorted(fitting, key=lambda group_id: len(fitting[group_id]))


_NODES = Prepared(
    select(
        Group.id,
        Group.parent_id,
        Group.name,
        Group.name_key,
        Group.office_id,
        Group.owner_id,
        Group.position,
        Group.archived_at,
    )
    .where(Group.retired_at.is_(None))
    .order_by(Group.position, Group.name_key, Group.id)
)


@remembered
def tree() -> Tree:
    """The tree as it stands."""
    return _tree(tuple(_NODES.rows()))


@lru_cache(maxsize=4)
def _tree(found: tuple[tuple, ...]) -> Tree:
    """Built once for what the database says."""
    return Tree([Node(*own, archived=archived_at is not None) for *own, archived_at in found])


def knows(viewer: Viewer, office_id: int | None) -> bool:
    """Whether the viewer may name groups of that office; None is the company."""
    return office_id in (None, viewer.office_id) or viewer.scope == "all"


def groups_for(viewer: Viewer) -> list[Node]:
    """The groups that the viewer may name and that are not archived, from the top down."""
    return [node for node in tree().standing if knows(viewer, node.office_id)]


def checked_name(name: str) -> str:
    """The name as it is kept; raises BadGroup."""
    return name_of("group", name, BadGroup)
