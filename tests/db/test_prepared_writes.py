"""What is written past SQLAlchemy's results behaves as what it writes."""

import pytest
from sqlalchemy import bindparam, event, insert, update
from sqlalchemy.exc import IntegrityError

from webapp.db import PreparedWrite, db, fetch, insert_tuples
from webapp.db.connecting import connection
from webapp.jobs.models import Lease

TAKING = PreparedWrite(lambda _dialect: insert(Lease))
EXTENDING = PreparedWrite(
    lambda _dialect: update(Lease).where(Lease.name == bindparam("of")).values(until=bindparam("later"))
)
COLUMNS = ("name", "holder", "until")


def _pairs():
    return [(row.name, row.until) for row in fetch(Lease.__table__.select())]


def test_it_tells_how_many_rows_it_wrote(app):
    assert TAKING.run(name="a", holder="b", until=1) == 1
    assert [EXTENDING.run(of=name, later=9) for name in ("a", "nobody")] == [1, 0]
    assert _pairs() == [("a", 9)]


@pytest.mark.parametrize("names", [["a"], ["a", "b", "c"]])
def test_it_writes_each_of_several(app, names):
    TAKING.run_each([{"name": name, "holder": "x", "until": 1} for name in names])
    assert sorted(name for name, _ in _pairs()) == names


@pytest.mark.parametrize("rows", [1, 2])
def test_a_row_that_cannot_be_is_an_error_as_always_and_tells_no_values(app, rows):
    with pytest.raises(IntegrityError) as error:
        insert_tuples(Lease, COLUMNS, [("a", "secret", 1), *[("a", "secret", 2)] * rows])
    assert "secret" not in str(error.value)


def test_whoever_counts_statements_is_told(app):
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    TAKING.run(name="a", holder="b", until=1)
    event.remove(db.engine, "before_cursor_execute", note)
    assert seen[-1].startswith("INSERT")


def test_it_is_taken_back_with_its_transaction(app):
    attempt = db.session.begin_nested()
    TAKING.run(name="a", holder="b", until=1)
    attempt.rollback()
    TAKING.run(name="b", holder="b", until=1)
    assert _pairs() == [("b", 1)]
    db.session.rollback()
    assert _pairs() == []


def test_the_connection_is_that_of_the_transaction(app):
    first = connection()
    with db.session.begin_nested():
        assert connection() is first is db.session.connection()
    db.session.commit()
    assert connection() is db.session.connection()
    assert connection() is not first
