"""The page of one group."""

from functools import cached_property

from webapp.blueprints.groups.group_page.tree import GroupTree
from webapp.criteria.terms import written
from webapp.db import db
from webapp.groups.calling import written_names
from webapp.groups.counting import Numbers
from webapp.groups.joining import Joined, last_to_join
from webapp.groups.models import Group
from webapp.groups.naming import Node, knows
from webapp.listing.address import Address
from webapp.users.office import Office
from webapp.users.user import User
from webapp.users.viewer import Viewer

SHOWN = 10
"""Of those who joined last."""
LONGEST_PATH = 4


class GroupPage:
    """What templates/groups/show.html reads."""

    def __init__(self, group: Group, viewer: Viewer):
        self.group, self.viewer = group, viewer
        self.tree = GroupTree(viewer, group.id)
        self.may_edit = self.tree.may_edit
        self.is_archived = self.tree.known.is_archived(group.id)
        self.may_add_people = self.tree.may_add_people and not self.is_archived

    @property
    def above(self) -> list[Node]:
        """From the top down to the group right above it."""
        return self.tree.known.ancestry(self.group.id)[:-1]

    @property
    def path_shown(self) -> list[Node | None]:
        """The same, with None for what is left out of a long path."""
        above = self.above
        return above if len(above) <= LONGEST_PATH else [above[0], None, *above[-2:]]

    @property
    def archived_with(self) -> Node | None:
        """The group above it with which it is archived."""
        return next((node for node in self.above if node.archived), None)

    @property
    def is_smart(self) -> bool:
        return self.group.id in self.tree.smart

    @property
    def has_rule_button(self) -> bool:
        """Whether the rule is what one most likely came for."""
        return self.is_smart and self.may_edit and not self.is_archived

    @property
    def numbers(self) -> Numbers:
        return self.tree.numbers[self.group.id]

    @cached_property
    def subgroups(self) -> list[tuple[Node, Numbers]]:
        """Those right below it that are in use."""
        return [
            (node, self.tree.numbers[node.id])
            for node in self.tree.known.children(self.group.id)
            if not node.archived and knows(self.viewer, node.office_id)
        ]

    @cached_property
    def last_to_join(self) -> list[Joined]:
        return last_to_join(self.viewer, self.group.id, SHOWN)

    @property
    def office(self) -> str:
        """Whose group it is, '' for the company's."""
        return db.session.get_one(Office, self.group.office_id).name if self.group.office_id else ""

    @property
    def owner(self) -> str:
        return db.session.get_one(User, self.group.owner_id).name if self.group.owner_id else ""

    @property
    def own_list(self) -> str:
        """Where everybody in the group itself is listed."""
        return Address(f"in-group:{self._written}").url()

    @property
    def whole_list(self) -> str:
        """Where everybody in it or below it is listed."""
        return Address(f"group:{self._written}").url()

    @property
    def _written(self) -> str:
        return written(written_names()[self.group.id])
