"""Which groups people join or leave."""

from collections import Counter
from functools import cached_property

from webapp.blueprints.bulk.questions.question import Question, Unanswered
from webapp.bulk.actions import Action
from webapp.bulk.actions.groups import AddToGroups, RemoveFromGroups
from webapp.bulk.choosing import shares
from webapp.groups.calling import shown_names
from webapp.groups.models import Group, PersonGroup
from webapp.groups.naming import BadGroup, Node, checked_name, groups_for, tree
from webapp.groups.placing import why_not_there
from webapp.users.permission import Permission

MOST = 20


class GroupsQuestion(Question):
    name = "groups"

    def heading(self, people: str) -> str:
        return f"Change the groups of {people}"

    @property
    def mode(self) -> str:
        return "remove" if self.answers.get("mode") == "remove" else "add"

    @cached_property
    def groups(self) -> list[Node]:
        """Those that the viewer may name, from the top down."""
        return groups_for(self.viewer)

    def shown(self, group: Node) -> str:
        """The group with those above it."""
        return tree().shown(group.id)

    @cached_property
    def own(self) -> list[tuple[Node, int]]:
        """The groups that somebody of them is in, with how many are, in the order of the tree."""
        have: Counter = shares(self.choice, self.viewer, PersonGroup.group_id)
        return [(group, have[group.id]) for group in self.groups if have[group.id]]

    @property
    def chosen(self) -> set[str]:
        return set(self.answers.getlist("groups"))

    @property
    def taken_off(self) -> set[str]:
        return set(self.answers.getlist("off"))

    @property
    def may_make(self) -> bool:
        """Whether the viewer may make a new group."""
        return self.viewer.can(Permission.EDIT_GROUPS)

    def read(self) -> Action:
        if self.mode == "remove":
            return RemoveFromGroups(*self._named(self.taken_off, "Tick the groups to take them out of."))
        new = " ".join(self.answers.get("new", "").split()) if self.may_make else ""
        if not new:
            return AddToGroups(*self._named(self.chosen, "Choose the groups to put them into."))
        parent_id = self._parent_id()
        try:
            new = checked_name(new)
        except BadGroup as refusal:
            raise Unanswered(str(refusal)) from None
        above = tree()[parent_id] if parent_id else None
        if refusal := why_not_there(Group(office_id=above and above.office_id), parent_id, new):
            raise Unanswered(str(refusal))
        ids, names = self._named(self.chosen)
        return AddToGroups(ids, (*names, new), new, parent_id)

    def _named(self, ticked: set[str], missing: str = "") -> tuple[tuple[int, ...], tuple[str, ...]]:
        names = shown_names()
        found = tuple(group.id for group in self.groups if str(group.id) in ticked)
        if not found and missing:
            raise Unanswered(missing)
        if len(found) > MOST:
            raise Unanswered(f"Choose at most {MOST} groups at a time.")
        return found, tuple(names[group_id] for group_id in found)

    def _parent_id(self) -> int | None:
        wanted = self.answers.get("parent", "")
        return next((group.id for group in self.groups if str(group.id) == wanted), None)
