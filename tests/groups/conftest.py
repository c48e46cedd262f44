"""Groups to be in, and the deeds of these tests."""

import pytest
from sqlalchemy import select

from tests.deeds import Deeds
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups, remove_from_groups
from webapp.groups.models import Group, PersonGroup, PersonGroupUnder

DAY = 86_400


class Doing(Deeds):
    """Deeds of one user at a time that the test sets."""

    kind = "group"

    def add(self, person_ids, group_ids, **cause):
        return add_to_groups(person_ids, group_ids, **self.context(), **cause)

    def remove(self, person_ids, group_ids, **cause):
        return remove_from_groups(person_ids, group_ids, **self.context(), **cause)

    def make(self, name: str, parent: Group | None = None) -> Group:
        return add_group(Wanted(name, parent and parent.id), **self.deed)


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
