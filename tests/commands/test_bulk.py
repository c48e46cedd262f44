"""A jobs process that is killed in the midst of a bulk action: the next ends it, and does nothing twice."""

import time

import pytest
from sqlalchemy import create_engine, text

from tests.schema import app_on
from tests.world import NOW, make_world
from webapp import clock
from webapp.activity.tracking import open_change_set
from webapp.bulk.actions import AddTags
from webapp.bulk.choosing import choose
from webapp.bulk.running import begin_run
from webapp.db import db
from webapp.people.creating import NewPerson, create_people

PEOPLE = 3_000


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_killed_run_is_finished_by_the_next_process_without_doubles(muster, until):
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
        choice = choose(ids, **by, list_query="", back="")
        run_id = begin_run(choice, AddTags(("Trade fair",)), **by).change_set_id
        db.session.commit()
    database = create_engine(muster.database_url)

    def ask(statement: str):
        with database.connect() as connection:
            return connection.execute(text(statement), {"run": run_id}).scalar()

    def done() -> int:
        return ask("SELECT done FROM bulk_run WHERE change_set_id = :run")

    first = muster.serve()
    until(done)
    first.kill()
    assert 0 < done() < PEOPLE
    time_out(muster.database_url)
    muster.serve()
    until(lambda: ask("SELECT finished_at FROM bulk_run WHERE change_set_id = :run"))
    assert done() == PEOPLE
    assert ask("SELECT COUNT(*) FROM person_tag") == PEOPLE
    assert ask("SELECT COUNT(*) FROM event WHERE change_set_id = :run") == PEOPLE
    assert ask('SELECT COUNT(*) FROM "change" WHERE change_set_id = :run') == PEOPLE
    assert ask("SELECT people FROM change_set WHERE id = :run") == PEOPLE
    assert ask("SELECT SUM(people) FROM people_count WHERE facet = 'tag'") == PEOPLE


def time_out(url: str) -> None:
    """Let the lease of the killed process have run out."""
    with create_engine(url).begin() as connection:
        connection.execute(text("UPDATE lease SET until = :past"), {"past": int(time.time()) - 1})
