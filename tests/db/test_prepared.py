"""Statements that are written once and handed to the driver as they are."""

import pytest
from sqlalchemy import bindparam, event, func, literal, select
from sqlalchemy.exc import DBAPIError

from webapp.db import Prepared, aside, db, fetch, one_of_given
from webapp.people.models import Person

BY_NAME = select(Person.id, Person.name, Person.last_contact_at).order_by(Person.id)


def test_it_reads_what_fetch_reads(world):
    assert Prepared(BY_NAME).rows() == [tuple(row) for row in fetch(BY_NAME)]


def test_its_rows_have_the_names_of_their_columns(world):
    of_one = Prepared(BY_NAME.where(Person.id == bindparam("person_id")))
    (dana,) = of_one.rows(person_id=world.people["dana"])
    assert (dana.id, dana.name) == (world.people["dana"], "Dana Whitfield")


def test_columns_without_a_name_and_constants_do_no_harm(app):
    assert Prepared(select(func.coalesce(literal("a"), ""), literal(5))).rows() == [("a", 5)]


def test_a_list_of_values_is_refused(world):
    with pytest.raises(TypeError, match="use one_of_given"):
        Prepared(BY_NAME.where(Person.kind.in_(["lead", "contact"]))).rows()


@pytest.mark.parametrize("names", [[], ["dana"], ["dana", "ines", "dana"]])
def test_any_number_of_values_is_given_as_one(world, names):
    wanted = [world.people[name] for name in names]
    found = Prepared(BY_NAME.where(one_of_given(Person.id, "person_ids"))).rows(person_ids=wanted)
    assert [row.id for row in found] == sorted(set(wanted))


def test_given_values_are_searched_for_in_an_index(app):
    written = BY_NAME.where(one_of_given(Person.id, "person_ids")).compile(db.engine)
    assert ") = 1" not in str(written), "as SQLAlchemy compares truths on SQLite, which reads every row"


def test_texts_are_given_as_one_as_they_are(world):
    odd = ["Dana Whitfield", "a'b", 'c"d', "e,f", "{}", "ß\\"]
    found = Prepared(BY_NAME.where(one_of_given(Person.name, "names"))).rows(names=odd)
    assert [row.name for row in found] == ["Dana Whitfield"]


def test_it_sees_what_the_transaction_wrote(world):
    db.session.get(Person, world.people["dana"]).name = "Dana Changed"
    db.session.flush()
    assert "Dana Changed" in [row.name for row in Prepared(BY_NAME).rows()]


def test_it_reads_aside_too(app):
    with aside() as connection:
        assert Prepared(select(literal(1))).rows(connection) == [(1,)]


def test_whoever_counts_statements_is_told(app):
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    Prepared(select(literal(1))).rows()
    event.remove(db.engine, "before_cursor_execute", note)
    assert seen[-1].startswith("SELECT")


def test_its_errors_are_those_of_every_statement_and_tell_no_values(app):
    with pytest.raises(DBAPIError) as error:
        Prepared(select(func.no_such_function(bindparam("secret", type_=Person.name.type)))).rows(
            secret="Dana"
        )
    assert "Dana" not in str(error.value)
