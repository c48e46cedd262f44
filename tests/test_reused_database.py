"""The database that PostgreSQL's tests use in turn: each finds it as if it were copied for it."""

from contextlib import closing

import pytest

from tests.parts.reused import Reused

pytestmark = pytest.mark.postgres

TEMPLATE = """
CREATE TABLE boat (id serial PRIMARY KEY, name text UNIQUE);
CREATE TABLE trip (boat_id int REFERENCES boat ON DELETE CASCADE);
INSERT INTO boat (name) VALUES ('Ada'), ('Bo');
INSERT INTO trip VALUES (1);
"""
WHICH = "SELECT oid FROM pg_database WHERE datname = current_database()"


@pytest.fixture
def boats(postgres_server):
    """A database that is reused, of boats and their trips."""
    postgres_server.create("boats_template")
    with postgres_server.connect("boats_template") as connection:
        connection.execute(TEMPLATE)
    boats = Reused(postgres_server, "boats", "boats_template")
    boats.ready()
    yield boats
    boats.close()
    postgres_server.drop("boats_template")


@pytest.fixture
def connection(boats):
    """Somebody who stays connected."""
    with closing(boats.cluster.connect("boats")) as connection:
        yield connection


def all_of(boats, query: str) -> list:
    with boats.cluster.connect("boats") as connection:
        return connection.execute(query).fetchall()


def test_rows_their_order_and_their_next_numbers_are_those_of_the_template(boats, connection):
    before = all_of(boats, WHICH)
    connection.execute("DELETE FROM trip; UPDATE boat SET name = 'Cy' WHERE id = 1")
    connection.execute("INSERT INTO boat (name) VALUES ('Di'), ('Ed')")
    boats.ready()
    assert all_of(boats, WHICH) == before
    assert all_of(boats, "SELECT id, name FROM boat") == [(1, "Ada"), (2, "Bo")]
    assert all_of(boats, "SELECT boat_id FROM trip") == [(1,)]
    assert all_of(boats, "INSERT INTO boat (name) VALUES ('Di') RETURNING id, ctid") == [(3, "(0,3)")]


@pytest.mark.parametrize(
    "written",
    [
        "DELETE FROM boat",  # and so its trip
        "TRUNCATE trip",
        "WITH gone AS (DELETE FROM trip) UPDATE boat SET name = 'Cy' WHERE id = 1",
        "BEGIN; INSERT INTO boat (name) VALUES ('Di'); ROLLBACK",
        "INSERT INTO boat (name) VALUES ('Di') ON CONFLICT (name) DO UPDATE SET name = 'Cy'",
    ],
)
def test_in_whatever_way_rows_were_written_they_are_set_back(boats, connection, written):
    for _ in range(2):
        connection.execute(written)
        boats.ready()
        assert all_of(boats, "SELECT id, name, boat_id FROM boat LEFT JOIN trip ON boat_id = id") == [
            (1, "Ada", 1),
            (2, "Bo", None),
        ]


@pytest.mark.parametrize(
    "left", ["CREATE TABLE harbour (id int)", "BEGIN; INSERT INTO boat (name) VALUES ('Di')"]
)
def test_it_is_made_anew_after_a_definition_or_an_open_transaction(boats, connection, left):
    before = all_of(boats, WHICH)
    connection.execute(left)
    boats.ready()
    assert all_of(boats, WHICH) != before
    assert all_of(boats, "SELECT to_regclass('harbour') IS NULL, count(*) FROM boat") == [(True, 2)]
