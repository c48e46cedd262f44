"""Groups with processes, and the jobs process at any moment."""

from threading import Event

import pytest
from sqlalchemy import select

from tests.deeds import Deeds
from webapp import clock
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups, remove_from_groups
from webapp.groups.models import Group
from webapp.jobs.processes import look_after_processes, run_processes
from webapp.processes.arranging import add_process
from webapp.processes.models import Process, ProcessRun
from webapp.processes.steps.step import Step
from webapp.tags.administering import add_tag
from webapp.tags.models import PersonTag, Tag


class Doing(Deeds):
    """Deeds of one user, with a change set each."""

    kind = "group"

    def group(self, name: str, parent: Group | None = None, office_id: int | None = None) -> Group:
        return add_group(Wanted(name, parent and parent.id, office_id), **self.deed)

    def join(self, person_ids, *groups: Group) -> None:
        add_to_groups(person_ids, [group.id for group in groups], **self.context())

    def leave(self, person_ids, *groups: Group) -> None:
        remove_from_groups(person_ids, [group.id for group in groups], **self.context())

    def tag(self, name: str) -> Tag:
        return add_tag(name, "blue", **self.deed)[0]

    def process(self, group: Group, *steps: Step, moment: str = "join", name: str = "Welcome") -> Process:
        return add_process(group, moment, name, steps, **self.deed)[0]

    def work(self, at: int | None = None) -> None:
        """One round of the jobs process."""
        db.session.commit()
        with clock.frozen(at or self.now):
            look_after_processes(now=clock.now())
            run_processes(now=clock.now(), stop=Event())
        db.session.rollback()


@pytest.fixture
def doing(world) -> Doing:
    return Doing(world.mona)


@pytest.fixture
def italy(doing) -> Group:
    return doing.group("Italy")


@pytest.fixture
def spain(doing) -> Group:
    return doing.group("Spain")


@pytest.fixture
def everybody(world) -> list[int]:
    return list(world.people.values())


def tagged(tag: Tag) -> set[int]:
    return set(db.session.scalars(select(PersonTag.person_id).where(PersonTag.tag_id == tag.id)))


def states(process: Process) -> list[str]:
    runs = select(ProcessRun.state).where(ProcessRun.process_id == process.id)
    return list(db.session.scalars(runs.order_by(ProcessRun.id)))
