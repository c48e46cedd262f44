"""Which tags to put on or take off."""

from functools import cached_property

from sqlalchemy import select

from webapp.blueprints.bulk.questions.question import Question, Unanswered
from webapp.bulk.actions import Action
from webapp.bulk.actions.tags import AddTags, RemoveTags
from webapp.bulk.choosing import shares
from webapp.db import db, key
from webapp.tags.models import PersonTag, Tag
from webapp.tags.naming import BadTag, all_tags, checked_name, names_in

MOST = 20


class TagsQuestion(Question):
    name = "tags"

    def heading(self, people: str) -> str:
        return f"Change the tags of {people}"

    @property
    def mode(self) -> str:
        return "remove" if self.answers.get("mode") == "remove" else "add"

    @cached_property
    def tags(self) -> list[tuple[Tag, int]]:
        """The tags that somebody of them has, with how many do, the most frequent first."""
        have = shares(self.choice, self.viewer, PersonTag.tag_id)
        tags = db.session.scalars(select(Tag).where(Tag.id.in_(have), Tag.retired_at.is_(None)))
        return sorted(((tag, have[tag.id]) for tag in tags), key=lambda pair: (-pair[1], pair[0].name_key))

    @cached_property
    def names(self) -> list[str]:
        """What the picker offers: every tag, and what was typed anew."""
        return list(dict.fromkeys([*(tag.name for tag in all_tags()), *self.answers.getlist("tags")]))

    @property
    def chosen(self) -> set[str]:
        return set(self.answers.getlist("tags"))

    @property
    def taken_off(self) -> set[str]:
        return set(self.answers.getlist("off"))

    def read(self) -> Action:
        if self.mode == "remove":
            return RemoveTags(self._known(self.answers.getlist("off")))
        typed = self.answers.getlist("tags") + names_in(self.answers.get("new", ""))
        names = {key(name): name for name in typed if name.strip()}
        if not names:
            raise Unanswered("Choose the tags to put on them, or type a new one.")
        if len(names) > MOST:
            raise Unanswered(f"Put on at most {MOST} tags at a time.")
        try:
            return AddTags(tuple(map(checked_name, names.values())))
        except BadTag as refusal:
            raise Unanswered(str(refusal)) from None

    def _known(self, names: list[str]) -> tuple[str, ...]:
        known = {tag.name for tag in all_tags()}
        found = tuple(dict.fromkeys(name for name in names if name in known))
        if not found:
            raise Unanswered("Tick the tags to take off.")
        return found
