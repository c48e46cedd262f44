"""Putting a tag on people, and taking one off."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.bulk.actions.action import Action, Bit
from webapp.bulk.actions.tags import AddTags, RemoveTags
from webapp.db import db
from webapp.processes.steps.step import ActionStep, Ask, Option, Where, chosen
from webapp.tags.models import Tag
from webapp.tags.naming import all_tags


@dataclass(frozen=True)
class _TagStep(ActionStep):
    tag: int
    asks = (Ask("tag", "Tag"),)

    @classmethod
    def options(cls, ask: str, where: Where) -> list[Option]:
        return [Option(str(tag.id), tag.name) for tag in all_tags()]

    @classmethod
    def read(cls, answers: Mapping[str, str], where: Where):
        return cls(int(chosen(cls, "tag", answers, where, "Choose a tag.")))

    @property
    def _tag(self) -> Tag | None:
        tag = db.session.get(Tag, self.tag)
        return tag if tag and tag.retired_at is None else None

    @property
    def _bit(self) -> Bit:
        return Bit("tag", self._tag.name, self._tag.hue) if self._tag else Bit("text", "a deleted tag")

    def why_gone(self) -> str:
        return "" if self._tag else "A tag that it names was deleted."


@dataclass(frozen=True)
class AddTag(_TagStep):
    name = "add-tag"
    label = "Add a tag"

    @property
    def words(self) -> tuple[str, Bit]:
        return "Add the tag", self._bit

    @property
    def action(self) -> Action:
        return AddTags([self._tag.name], [self.tag])


@dataclass(frozen=True)
class RemoveTag(_TagStep):
    name = "remove-tag"
    label = "Remove a tag"

    @property
    def words(self) -> tuple[str, Bit]:
        return "Remove the tag", self._bit

    @property
    def action(self) -> Action:
        return RemoveTags([self._tag.name], [self.tag])
