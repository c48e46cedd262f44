"""The tree of groups beside every page of them."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from flask import request
from sqlalchemy import select

from webapp.blueprints.groups.group_page.loading import read_number
from webapp.db import fetch
from webapp.groups.counting import Numbers, numbers
from webapp.groups.naming import Node, knows, tree
from webapp.smart_groups.models import SmartGroup
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer

TURNED = "turned_groups"
"""The cookie in which tree.js keeps the groups that one opened or closed, so that no page jumps."""
OPEN_AT_FIRST = 1
"""How many levels show what is below them until one closes it."""


class Row(NamedTuple):
    """A group in the tree, with those below it that are shown."""

    id: int
    name: str
    numbers: Numbers
    is_smart: bool
    is_open: bool
    is_current: bool
    below: tuple["Row", ...]


class GroupTree:
    """What the viewer knows of the tree; `current_id` is the group whose page it stands beside."""

    def __init__(self, viewer: Viewer, current_id: int | None = None):
        self.viewer, self.current_id = viewer, current_id
        self.may_edit = viewer.can(Permission.EDIT_GROUPS)
        self.may_add_people = viewer.can(Permission.EDIT_PEOPLE)
        self.known = tree()
        offices = {node.office_id for node in self.known.by_id.values()}
        self._offices = {office_id for office_id in offices if knows(viewer, office_id)}
        self._path = (
            {node.id for node in self.known.ancestry(current_id)} - {current_id} if current_id else set()
        )

    @cached_property
    def numbers(self) -> Mapping[int, Numbers]:
        """Of every group, as far as the viewer sees its people."""
        return numbers(self.viewer)

    @cached_property
    def smart(self) -> frozenset[int]:
        """The groups with a rule."""
        return frozenset(fetch(select(SmartGroup.group_id)).scalars())

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Those on top that are in use."""
        return self._rows(None, 0)

    @property
    def top(self) -> list[tuple[Row, Numbers]]:
        """Those on top, with their numbers, as the tables of groups take them."""
        return [(row, row.numbers) for row in self.rows]

    @cached_property
    def archived(self) -> tuple[Row, ...]:
        """The archived ones, each with what is below it."""
        return tuple(self._row(node, 0) for node in self._archived_below(None))

    @cached_property
    def _turned(self) -> frozenset[int]:
        return frozenset(filter(None, map(read_number, request.cookies.get(TURNED, "")[:4_000].split("."))))

    def _rows(self, parent_id: int | None, depth: int) -> tuple[Row, ...]:
        return tuple(
            self._row(node, depth)
            for node in self.known.children(parent_id)
            if not node.archived and node.office_id in self._offices
        )

    def _row(self, node: Node, depth: int) -> Row:
        is_open = (depth < OPEN_AT_FIRST) != (node.id in self._turned)
        return Row(
            node.id,
            node.name,
            self.numbers[node.id],
            node.id in self.smart,
            is_open or node.id in self._path,
            node.id == self.current_id,
            self._rows(node.id, depth + 1),
        )

    def _archived_below(self, parent_id: int | None) -> Iterator[Node]:
        for node in self.known.children(parent_id):
            if node.office_id not in self._offices:
                continue
            if node.archived:
                yield node
            else:
                yield from self._archived_below(node.id)
