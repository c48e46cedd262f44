"""Groups to be in, and the deeds of these tests."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.changes.undoing import undo
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups, remove_from_groups
from webapp.groups.models import Group, PersonGroup, PersonGroupUnder
from webapp.people.visible import within_reach

DAY = 86_400


@dataclass
class Doing:
    """Deeds of one user at a time that the test sets."""

    by: object
    now: int = NOW
    last: ChangeSet | None = None

    def context(self, kind: str = "group") -> dict:
        """What the verbs take, with a change set of their own."""
        self.last = open_change_set(kind, "Something", by=self.by, now=self.now)
        return {"by": self.by, "now": self.now, "change_set": self.last}

    @property
    def deed(self) -> dict:
        """What the verbs of the tree take, each of which makes a change set of its own."""
        return {"by": self.by, "now": self.now}

    def add(self, person_ids, group_ids, **cause):
        return add_to_groups(person_ids, group_ids, **self.context(), **cause)

    def remove(self, person_ids, group_ids, **cause):
        return remove_from_groups(person_ids, group_ids, **self.context(), **cause)

    def make(self, name: str, parent: Group | None = None) -> Group:
        return add_group(Wanted(name, parent and parent.id), by=self.by, now=self.now)

    def undo(self, change_set: ChangeSet | None = None) -> ChangeSet:
        by = self.by
        db.session.commit()
        return undo(change_set or self.last, by=by, now=self.now, reach=lambda ids: within_reach(by, ids))


@pytest.fixture
def doing(world) -> Doing:
    return Doing(world.mona)


@pytest.fixture
def travel(doing) -> Group:
    """A group of the company with the subgroups Italy and Spain, and Sicily below Italy."""
    return doing.make("Travel")


@pytest.fixture
def italy(doing, travel) -> Group:
    return doing.make("Italy", travel)


@pytest.fixture
def spain(doing, travel) -> Group:
    return doing.make("Spain", travel)


@pytest.fixture
def sicily(doing, italy) -> Group:
    return doing.make("Sicily", italy)


def members(group: Group) -> set[int]:
    return set(db.session.scalars(select(PersonGroup.person_id).where(PersonGroup.group_id == group.id)))


def below(group: Group) -> dict[int, int]:
    """{person_id: paths} of who is in a group or below it."""
    rows = select(PersonGroupUnder.person_id, PersonGroupUnder.paths)
    return dict(db.session.execute(rows.where(PersonGroupUnder.group_id == group.id)).all())
