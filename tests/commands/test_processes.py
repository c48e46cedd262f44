"""A jobs process that is killed amid the process of a group: the next one ends it, and does nothing twice."""

import time

import pytest
from sqlalchemy import create_engine, text

from tests.commands.test_bulk import time_out
from tests.schema import app_on
from tests.world import NOW, make_world
from webapp import clock
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups
from webapp.people.creating import NewPerson, create_people
from webapp.processes.arranging import add_process
from webapp.processes.steps.note import WriteNote
from webapp.processes.steps.tags import AddTag
from webapp.tags.administering import add_tag

PEOPLE = 3_000


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_killed_process_of_a_group_is_finished_by_the_next_without_doubles(muster, until):
    with clock.frozen(NOW), app_on(muster.database_url, muster.instance):
        world = make_world()
        by = {"by": world.mona, "now": NOW}
        new = [
            NewPerson(
                {"first": f"P{n}", "kind": "contact", "status_id": world.new, "office_id": world.boston}, ()
            )
            for n in range(PEOPLE)
        ]
        ids = create_people(new, **by, change_set=open_change_set("create", "Added", **by))
        group = add_group(Wanted("Italy"), **by)
        steps = [WriteNote("Hello"), AddTag(add_tag("Trade fair", "blue", **by)[0].id)]
        add_process(group, "join", "Welcome", steps, **by)
        add_to_groups(ids, [group.id], **by, change_set=open_change_set("group", "Added", **by))
        db.session.commit()
    database = create_engine(muster.database_url)

    def ask(statement: str) -> int:
        with database.connect() as connection:
            return connection.execute(text(statement)).scalar()

    def done() -> int:
        return ask("SELECT COUNT(*) FROM process_run WHERE state = 'done'")

    first = muster.serve()
    until(done)
    first.kill()
    assert 0 < done() < PEOPLE
    time_out(muster.database_url)
    with database.begin() as connection:
        past = {"past": int(time.time()) - 1}
        connection.execute(text("UPDATE process_run SET claimed_until = :past WHERE state = 'waiting'"), past)
    muster.serve()
    until(lambda: done() == PEOPLE)
    assert ask("SELECT COUNT(*) FROM note") == PEOPLE
    assert ask("SELECT COUNT(*) FROM person_tag") == PEOPLE
    assert ask("SELECT SUM(people) FROM change_set WHERE kind = 'process'") == PEOPLE
    assert ask("SELECT SUM(people) FROM people_count WHERE facet = 'tag'") == PEOPLE
