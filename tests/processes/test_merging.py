"""What processes still have to do goes on with whom a merge keeps, and nothing is begun twice."""

from sqlalchemy import select

from tests.processes.conftest import states, tagged
from tests.world import NOW
from webapp.db import db
from webapp.merging.joining import merge_people
from webapp.processes.models import ProcessRun
from webapp.processes.steps.tags import AddTag


def merge(doing, kept_id, other_id):
    doing.last = merge_people(kept_id, [other_id], {}, title="Merged", by=doing.by, now=NOW)


def whose(process) -> list[int]:
    runs = select(ProcessRun.person_id).where(ProcessRun.process_id == process.id)
    return list(db.session.scalars(runs.order_by(ProcessRun.id)))


def test_what_waits_for_the_merged_one_is_done_for_the_kept_one_and_begins_only_once(doing, world, italy):
    dana, henrik = world.people["dana"], world.people["henrik"]
    vip = doing.tag("VIP")
    process = doing.process(italy, AddTag(vip.id))
    doing.join([henrik], italy)
    merge(doing, dana, henrik)
    assert (states(process), whose(process)) == (["waiting"], [dana])
    doing.work()
    assert states(process) == ["done"]
    assert tagged(vip) == {dana}


def test_who_is_in_the_group_already_is_not_worked_on_twice(doing, world, italy):
    dana, henrik = world.people["dana"], world.people["henrik"]
    process = doing.process(italy, AddTag(doing.tag("VIP").id))
    doing.join([dana], italy)
    doing.work()
    doing.join([henrik], italy)
    merge(doing, dana, henrik)
    doing.work()
    assert states(process) == ["done", "skipped"]


def test_taking_apart_gives_each_their_runs_back(doing, world, italy, spain):
    dana, henrik = world.people["dana"], world.people["henrik"]
    tag = doing.tag("VIP")
    both, one = doing.process(italy, AddTag(tag.id)), doing.process(spain, AddTag(tag.id))
    doing.join([dana], italy)
    doing.join([henrik], italy, spain)
    merge(doing, dana, henrik)
    assert states(both) == ["waiting", "skipped"]
    doing.undo()
    assert (states(both), whose(both)) == (["waiting", "waiting"], [dana, henrik])
    assert (states(one), whose(one)) == (["waiting"], [henrik])
