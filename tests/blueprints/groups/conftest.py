"""Groups of the company with a subgroup each, and one of Lisbon."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups
from webapp.groups.models import Group, PersonGroup
from webapp.groups.naming import tree


@dataclass
class Groups:
    """The ids by name."""

    world: object

    def make(self, name: str, parent: int | None = None, office: int | None = None) -> int:
        group = add_group(Wanted(name, parent, office), by=self.world.mona, now=NOW)
        setattr(self, name.lower(), group.id)
        db.session.commit()
        return group.id

    def put(self, people, group_id: int) -> None:
        change_set = open_change_set("group", "Put people into a group", by=self.world.mona, now=NOW)
        ids = [self.world.people[name] for name in people]
        add_to_groups(ids, [group_id], by=self.world.mona, now=NOW, change_set=change_set)
        db.session.commit()


@pytest.fixture
def groups(world) -> Groups:
    """Travel with Italy and Spain, Italy with Sicily, and Fado, a group of Lisbon."""
    made = Groups(world)
    travel = made.make("Travel")
    italy = made.make("Italy", travel)
    made.make("Spain", travel)
    made.make("Sicily", italy)
    made.make("Fado", office=world.lisbon)
    return made


def shape(parent_id=None) -> dict:
    """The tree as names in names, as it is by now."""
    db.session.rollback()
    return {node.name: shape(node.id) for node in tree().children(parent_id)}


def members(group_id: int) -> set[int]:
    db.session.rollback()
    return set(db.session.scalars(select(PersonGroup.person_id).where(PersonGroup.group_id == group_id)))


def fresh(group_id: int) -> Group:
    db.session.rollback()
    return db.session.get(Group, group_id)


def undo_last(client) -> None:
    """Take back the last deed, as the toast does."""
    last = db.session.scalar(select(ChangeSet.id).order_by(ChangeSet.id.desc()).limit(1))
    db.session.rollback()
    assert client.post(f"/changes/{last}/undo").status_code < 400
