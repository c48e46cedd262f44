"""Putting tags on people and taking them off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from webapp.bulk.actions.action import ADDED, REMOVED, Action, Bit, Effects
from webapp.bulk.actions.quoting import quoted, the_quoted
from webapp.db import db, key
from webapp.people.models import Person
from webapp.people.visible import LIVING
from webapp.tags.models import PersonTag, Tag
from webapp.tags.naming import checked_name, found_tags
from webapp.tags.tagging import add_tags, remove_tags


class _Tagging(Action):
    """`names` are the tags' names; `tag_ids` their ids once it runs."""

    names: Sequence[str]
    tag_ids: Sequence[int]
    change_kind = "tag"

    @property
    def _tags(self) -> str:
        return the_quoted("tag", self.names)

    def _have(self, person_ids: Sequence[int]) -> dict[int, dict[str, Bit]]:
        """{person_id: {name_key: tag}} of every living one, those without a tag too."""
        living = select(Person.id).where(Person.id.in_(person_ids), LIVING)
        found: dict[int, dict[str, Bit]] = {person_id: {} for person_id in db.session.scalars(living)}
        rows = db.session.execute(
            select(PersonTag.person_id, Tag.name_key, Tag.name, Tag.hue)
            .join(Tag, Tag.id == PersonTag.tag_id)
            .where(PersonTag.person_id.in_(found), Tag.retired_at.is_(None))
            .order_by(PersonTag.person_id, Tag.name_key)
        )
        for person_id, name_key, name, hue in rows:
            found[person_id][name_key] = Bit("tag", name, hue)
        return found


@dataclass(frozen=True)
class AddTags(_Tagging):
    """A tag that is none yet is made when it runs."""

    names: Sequence[str]
    tag_ids: Sequence[int] = ()
    name = "tags"

    @property
    def title(self) -> str:
        return f"Tagged {quoted(self.names)}"

    def button(self, people: str) -> str:
        return f"Tag {people}"

    def will(self, one: bool) -> str:
        return f"{'gets' if one else 'get'} {self._tags}"

    def said(self, people: str) -> str:
        return f"Tagged {people} {quoted(self.names)}."

    def effects(self, person_ids: Sequence[int]) -> Effects:
        wanted = {key(name): Bit("tag", checked_name(name), fate=ADDED) for name in self.names}
        there = select(Tag.name_key, Tag.name, Tag.hue).where(Tag.name_key.in_(wanted))
        wanted |= {k: Bit("tag", name, hue, ADDED) for k, name, hue in db.session.execute(there)}
        return {
            person_id: [*have.values(), *(bit for k, bit in wanted.items() if k not in have)]
            for person_id, have in self._have(person_ids).items()
            if wanted.keys() - have.keys()
        }

    def settled(self, *, by, now: int) -> "AddTags":
        return replace(self, tag_ids=[tag.id for tag in found_tags(self.names, now=now)])

    def carry_out(self, person_ids: Sequence[int], *, by, now, change_set) -> None:
        add_tags(person_ids, self.tag_ids, by=by, now=now, change_set=change_set)


@dataclass(frozen=True)
class RemoveTags(_Tagging):
    names: Sequence[str]
    tag_ids: Sequence[int] = ()
    name = "tags-off"

    @property
    def title(self) -> str:
        return f"Removed {self._tags}"

    def button(self, people: str) -> str:
        return f"Untag {people}"

    def will(self, one: bool) -> str:
        return f"{'loses' if one else 'lose'} {self._tags}"

    def said(self, people: str) -> str:
        return f"Took {quoted(self.names)} off {people}."

    def effects(self, person_ids: Sequence[int]) -> Effects:
        wanted = {key(name) for name in self.names}
        return {
            person_id: [bit._replace(fate=REMOVED) if k in wanted else bit for k, bit in have.items()]
            for person_id, have in self._have(person_ids).items()
            if wanted & have.keys()
        }

    def settled(self, *, by, now: int) -> "RemoveTags":
        there = select(Tag.id).where(Tag.name_key.in_([key(name) for name in self.names]))
        return replace(self, tag_ids=list(db.session.scalars(there)))

    def carry_out(self, person_ids: Sequence[int], *, by, now, change_set) -> None:
        remove_tags(person_ids, self.tag_ids, by=by, now=now, change_set=change_set)
