"""Smart groups, and the deeds of these tests."""

import pytest
from sqlalchemy import select

from tests.deeds import Deeds
from tests.groups.conftest import members
from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.criteria.text import parse
from webapp.db import db, key
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups, remove_from_groups
from webapp.groups.models import Group, KeptOut
from webapp.people.editing import change_people
from webapp.smart_groups import stating
from webapp.smart_groups.rules import asker
from webapp.tags.models import Tag
from webapp.tags.tagging import add_tags, remove_tags

DAY = 86_400


class Doing(Deeds):
    """Deeds of one user at a time that the test sets."""

    def edit(self, person_id: int, **values):
        return change_people({person_id: values}, **self.context())

    def tag(self, person_id: int, *tag_ids: int):
        return add_tags([person_id], tag_ids, **self.context())

    def untag(self, person_id: int, *tag_ids: int):
        return remove_tags([person_id], tag_ids, **self.context())

    def add(self, person_id: int, group: Group):
        return add_to_groups([person_id], [group.id], **self.context())

    def remove(self, person_id: int, group: Group):
        return remove_from_groups([person_id], [group.id], **self.context())

    def make(self, name: str, parent: Group | None = None, **values) -> Group:
        return add_group(Wanted(name, parent and parent.id, **values), **self.deed)

    def rule(self, group: Group, text: str, *, apply: bool = False) -> ChangeSet | None:
        criteria = parse(text, asker(now=self.now))
        return stating.set_rule(group, criteria, apply_to_current=apply, **self.deed)

    def exit(self, group: Group, exit: str, days: int = 0) -> ChangeSet | None:
        return stating.set_exit(group, exit, days, **self.deed)

    def smart(self, name: str, text: str, *, apply: bool = False, **values) -> Group:
        group = self.make(name, **values)
        self.rule(group, text, apply=apply)
        return group


@pytest.fixture
def doing(world) -> Doing:
    return Doing(world.mona)


@pytest.fixture
def vip(world) -> int:
    """A tag's id."""
    tag = Tag(name="vip", name_key=key("vip"), created_at=NOW)
    db.session.add(tag)
    db.session.flush()
    return tag.id


def kept_out(group: Group) -> dict[int, str]:
    """{person_id: why} of whom the rule leaves out."""
    rows = select(KeptOut.person_id, KeptOut.why).where(KeptOut.group_id == group.id)
    return dict(db.session.execute(rows).all())


__all__ = ["DAY", "Doing", "kept_out", "members"]
