"""A jobs process that is killed in the midst of a bulk action: the next ends it, and does nothing twice."""

import pytest

from tests.commands.processes import kill
from tests.world import NOW
from webapp.bulk.actions import AddTags
from webapp.bulk.choosing import choose
from webapp.bulk.running import begin_run
from webapp.db import db


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_killed_run_is_finished_by_the_next_process_without_doubles(
    muster, world, crowd, ask, until, somebody_writes, next_process
):
    by = {"by": world.mona, "now": NOW}
    choice = choose(crowd, **by, list_query="", back="")
    run_id = begin_run(choice, AddTags(("Trade fair",)), **by).change_set_id
    db.session.commit()
    process = muster.start("jobs")
    until(lambda: ask("SELECT done FROM bulk_run") and somebody_writes())
    kill(process)
    assert 0 < ask("SELECT done FROM bulk_run") < len(crowd)
    next_process("bulk actions")
    assert ask("SELECT finished_at FROM bulk_run") == NOW
    for question in (
        "SELECT done FROM bulk_run",
        "SELECT COUNT(*) FROM person_tag",
        f"SELECT COUNT(*) FROM event WHERE change_set_id = {run_id}",
        f'SELECT COUNT(*) FROM "change" WHERE change_set_id = {run_id}',
        f"SELECT people FROM change_set WHERE id = {run_id}",
        "SELECT SUM(people) FROM people_count WHERE facet = 'tag'",
    ):
        assert ask(question) == len(crowd)
