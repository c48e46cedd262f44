"""What a process names may be deleted; it rests until that is back, and loses nobody."""

import pytest
from sqlalchemy import select

from tests.processes.conftest import states, tagged
from webapp.alerts.models import Alert
from webapp.db import db
from webapp.groups.ending import delete_group
from webapp.pipelines.models import Stage, Status
from webapp.pipelines.stages import pipelines
from webapp.pipelines.statuses import add_status
from webapp.processes.arranging import change_process
from webapp.processes.models import Process
from webapp.processes.steps import step_of
from webapp.processes.steps.field import FillField
from webapp.processes.steps.groups import AddToGroup
from webapp.processes.steps.note import WriteNote
from webapp.processes.steps.owner import GiveOwner
from webapp.processes.steps.segments import AddToSegment
from webapp.processes.steps.stage import MoveToStage
from webapp.processes.steps.status import GiveStatus
from webapp.processes.steps.tags import AddTag
from webapp.segments.administering import Wanted, add_segment, delete_segment
from webapp.tags.administering import delete_tag
from webapp.users.administering import deactivate
from webapp.users.user import User


def test_it_pauses_tells_its_owner_and_goes_on_when_the_tag_is_back(doing, world, everybody, italy):
    vip = doing.tag("VIP")
    process = doing.process(italy, AddTag(vip.id))
    doing.join(everybody[:1], italy)
    deleted, _ = delete_tag(vip, **doing.deed)
    doing.work()
    assert (process.paused_why, states(process)) == ("Step 1: A tag that it names was deleted.", ["waiting"])
    told = db.session.scalars(select(Alert)).one()
    assert (told.kind, told.user_id) == ("process paused", world.mona.id)
    doing.join(everybody[1:], italy)
    doing.work()
    assert states(process) == ["waiting"] * 3
    doing.undo(deleted)
    doing.work()
    assert (process.paused_at, set(states(process))) == (None, {"done"})
    assert tagged(vip) == set(everybody)


def test_it_goes_on_when_somebody_mends_the_step(doing, everybody, italy):
    vip = doing.tag("VIP")
    process = doing.process(italy, AddTag(vip.id))
    doing.join(everybody, italy)
    delete_tag(vip, **doing.deed)
    doing.work()
    change_process(process, "Welcome", [WriteNote("Hello")], **doing.deed)
    assert process.paused_at is None
    doing.work()
    assert set(states(process)) == {"done"}


def gone_segment(doing, _world):
    segment = add_segment(Wanted(name="Clients", reminder_days=None), now=doing.now)
    return AddToSegment(segment.id), lambda: delete_segment(segment, **doing.deed)


def gone_group(doing, _world):
    group = doing.group("Rome")
    return AddToGroup(group.id), lambda: delete_group(group, **doing.deed)


def gone_stage(doing, _world):
    stage = next(iter(pipelines().stages.values()))
    return MoveToStage(stage.id), lambda: setattr(db.session.get(Stage, stage.id), "retired_at", doing.now)


def gone_status(doing, _world):
    status = add_status("Waiting", now=doing.now)
    return GiveStatus(status.id), lambda: setattr(db.session.get(Status, status.id), "retired_at", doing.now)


def gone_user(doing, world):
    return GiveOwner(world.priya.id), lambda: deactivate(
        db.session.get_one(User, world.priya.id), now=doing.now
    )


def gone_field(doing, _world):
    return FillField("field:99", {"field:99": "38"}), lambda: None


@pytest.mark.parametrize(
    "case",
    [gone_segment, gone_group, gone_stage, gone_status, gone_user, gone_field],
    ids=lambda f: f.__name__,
)
def test_whatever_is_gone_pauses_it(doing, world, everybody, italy, case):
    step, end = case(doing, world)
    process = doing.process(italy, WriteNote("Hello"), step)
    doing.join(everybody, italy)
    end()
    doing.work()
    process = db.session.get(Process, process.id)
    assert process.paused_why.startswith("Step 2: ")
    assert process.paused_why.endswith((".", "!"))
    assert set(states(process)) == {"waiting"}
    assert step_of(process.steps[1]).sentence
