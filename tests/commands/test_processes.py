"""A jobs process that is killed amid the process of a group: the next one ends it, and does nothing twice."""

import pytest

from tests.commands.processes import kill
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups
from webapp.processes.arranging import add_process
from webapp.processes.models import ProcessRun
from webapp.processes.steps.note import WriteNote
from webapp.processes.steps.tags import AddTag
from webapp.tags.administering import add_tag

DONE = "SELECT COUNT(*) FROM process_run WHERE state = 'done'"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_killed_process_of_a_group_is_finished_by_the_next_without_doubles(
    muster, world, crowd, ask, until, somebody_writes, next_process
):
    by = {"by": world.mona, "now": NOW}
    group = add_group(Wanted("Italy"), **by)
    steps = [WriteNote("Hello"), AddTag(add_tag("Trade fair", "blue", **by)[0].id)]
    add_process(group, "join", "Welcome", steps, **by)
    add_to_groups(crowd, [group.id], **by, change_set=open_change_set("group", "Added", **by))
    db.session.commit()
    process = muster.start("jobs")
    until(lambda: ask(DONE) and somebody_writes())
    kill(process)
    assert 0 < ask(DONE) < len(crowd)
    db.session.query(ProcessRun).filter_by(state="waiting").update({"claimed_until": NOW})
    next_process("processes")
    for question in (
        DONE,
        "SELECT COUNT(*) FROM note",
        "SELECT COUNT(*) FROM person_tag",
        "SELECT SUM(people) FROM change_set WHERE kind = 'process'",
        "SELECT SUM(people) FROM people_count WHERE facet = 'tag'",
    ):
        assert ask(question) == len(crowd)
