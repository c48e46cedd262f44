"""The groups of the sidebar: the top of the tree, and the branches down to the list that one looks at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy import bindparam, select

from webapp.criteria.terms import written
from webapp.db import fetch
from webapp.drawing import drawn
from webapp.groups.calling import written_names
from webapp.groups.naming import Node, groups_for, tree
from webapp.listing.address import Address
from webapp.listing.counts import people_in
from webapp.smart_groups.models import SmartGroup
from webapp.users.viewer import Viewer

MOST_SHOWN = 40
"""Groups of one branch; whoever has more of them finds the others at /groups."""
SPECIAL = frozenset({"none", "any"})
_TEMPLATE = "people/_side_groups.html"
_SMART = select(SmartGroup.group_id).where(SmartGroup.group_id.in_(bindparam("ids", expanding=True)))


class GroupEntry(NamedTuple):
    """A group's list with how many are in it or below it. `branch` is where those right below it are, '' if
    there are none; `below` are they while it is open."""

    words: str
    href: str
    is_current: bool
    people: int
    is_smart: bool
    branch: str
    below: tuple["GroupEntry", ...]


def drawn_groups(address: Address, viewer: Viewer) -> Markup:
    """The block of groups; empty where the viewer knows none."""
    below = _below(viewer)
    entries = _Entries(address, viewer, below).under(None)
    return drawn(_TEMPLATE, "groups", entries, len(below[None]) > MOST_SHOWN)


def drawn_branch(address: Address, viewer: Viewer, group_id: int) -> Markup:
    """The groups right below one, as they come into the sidebar when it is opened."""
    return drawn(_TEMPLATE, "branch", _Entries(address, viewer, _below(viewer)).under(group_id))


def _below(viewer: Viewer) -> Mapping[int | None, list[Node]]:
    """Those that the viewer knows, by the group above them."""
    found = defaultdict(list)
    for node in groups_for(viewer):
        found[node.parent_id].append(node)
    return found


class _Entries:
    """The entries of what is open in the sidebar beside the list at `address`."""

    def __init__(self, address: Address, viewer: Viewer, below: Mapping[int | None, list[Node]]):
        self._address = address
        self._viewer = viewer
        self._below = below
        self._names = written_names() if below else {}
        self._open = self._on_the_way()

    def under(self, parent_id: int | None) -> tuple[GroupEntry, ...]:
        """Those right below a group, or on top, with the open ones below them."""
        shown = [node.id for node in self._shown(parent_id)]
        if not shown:
            return ()
        self._people = people_in(self._viewer, "group_under", shown)
        self._smart = {group_id for (group_id,) in fetch(_SMART, {"ids": shown})}
        return self._entries(parent_id)

    def _shown(self, parent_id: int | None) -> Iterator[Node]:
        for node in self._below[parent_id][:MOST_SHOWN]:
            yield node
            if node.id in self._open:
                yield from self._shown(node.id)

    def _entries(self, parent_id: int | None) -> tuple[GroupEntry, ...]:
        return tuple(self._entry(node) for node in self._below[parent_id][:MOST_SHOWN])

    def _entry(self, node: Node) -> GroupEntry:
        q = self._q(node.id)
        return GroupEntry(
            node.name,
            self._address.searching(q).url(),
            q == self._address.q,
            self._people[node.id],
            node.id in self._smart,
            self._address.url(f"/people/groups/{node.id}") if node.id in self._below else "",
            self._entries(node.id) if node.id in self._open else (),
        )

    def _q(self, group_id: int) -> str:
        return f"group:{written(self._names[group_id], SPECIAL)}"

    def _on_the_way(self) -> set[int]:
        """The group that the list asks for, with those above it; the branches of these are open."""
        if not self._address.q.startswith("group:"):
            return set()
        asked = next((i for i in self._names if self._q(i) == self._address.q), None)
        return {node.id for node in tree().ancestry(asked)} if asked else set()
