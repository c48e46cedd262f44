"""Putting people into another group, and taking them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webapp.bulk.actions.action import Bit, Effects
from webapp.bulk.actions.groups import AddToGroups, RemoveFromGroups
from webapp.groups.membership import Cause, add_to_groups, remove_from_groups
from webapp.groups.naming import groups_for, tree
from webapp.processes.steps.step import Ask, Doing, Option, Step, Where, chosen


@dataclass(frozen=True)
class _GroupStep(Step):
    group: int
    asks = (Ask("group", "Group"),)

    @classmethod
    def options(cls, ask: str, where: Where) -> list[Option]:
        known = groups_for(where.viewer)
        return [Option(str(one.id), tree().shown(one.id)) for one in known if where.knows(one.office_id)]

    @classmethod
    def read(cls, answers: Mapping[str, str], where: Where):
        return cls(int(chosen(cls, "group", answers, where, "Choose a group.")))

    def why_gone(self) -> str:
        if self.group not in tree():
            return "A group that it names was deleted."
        if tree().is_archived(self.group):
            return f"The group {tree()[self.group].name} is archived."
        return ""

    @property
    def _bit(self) -> Bit:
        there = self.group in tree()
        return Bit("group", tree().shown(self.group)) if there else Bit("text", "a deleted group")


@dataclass(frozen=True)
class AddToGroup(_GroupStep):
    name = "add-group"
    label = "Add to a group"

    @property
    def words(self) -> tuple[str, Bit]:
        return "Add to the group", self._bit

    def effects(self, person_ids: Sequence[int]) -> Effects:
        return AddToGroups([self.group], [self._bit.words]).effects(person_ids)

    def do(self, doing: Doing) -> None:
        add_to_groups(doing.people, [self.group], cause=Cause("process", note=doing.said), **doing.deed)


@dataclass(frozen=True)
class RemoveFromGroup(_GroupStep):
    name = "remove-group"
    label = "Remove from a group"

    @property
    def words(self) -> tuple[str, Bit]:
        return "Remove from the group", self._bit

    def effects(self, person_ids: Sequence[int]) -> Effects:
        return RemoveFromGroups([self.group], [self._bit.words]).effects(person_ids)

    def do(self, doing: Doing) -> None:
        remove_from_groups(doing.people, [self.group], cause=Cause("process", note=doing.said), **doing.deed)
