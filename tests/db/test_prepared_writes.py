"""What is written past SQLAlchemy's results behaves as what it writes."""

import pytest
from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.exc import IntegrityError

from webapp.activity.models import ChangeSet
from webapp.db import PreparedWrite, db, fetch, insert_one, insert_tuples
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


def test_what_is_written_first_after_a_savepoint_is_taken_back_to_it(app):
    TAKING.run(name="a", holder="b", until=1)
    attempt = db.session.begin_nested()
    TAKING.run(name="c", holder="b", until=1)
    attempt.rollback()
    assert _pairs() == [("a", 1)]


def test_the_connection_is_that_of_the_transaction(app):
    first = connection()
    with db.session.begin_nested():
        assert connection() is first is db.session.connection()
    db.session.commit()
    assert connection() is db.session.connection()
    assert connection() is not first


def _change_set(**values) -> ChangeSet:
    return insert_one(ChangeSet, at=5, kind="edit", title="Edited", **values)


def test_one_row_is_an_object_of_the_session_with_all_that_stands_in_it(app, statements):
    made = _change_set(people=2)
    before = len(statements)
    found = (made.people, made.records, made.about, made.ongoing, made.by_id, made.undone_at)
    assert found == (2, 0, "", False, None, None)
    assert len(statements) == before
    assert db.session.get(ChangeSet, made.id) is made
    made.people += 1
    db.session.commit()
    assert fetch(select(ChangeSet.title, ChangeSet.people)).all() == [("Edited", 3)]


def test_what_waits_in_the_session_is_written_before_one_row(app):
    db.session.add(Lease(name="a", holder="b", until=1))
    _change_set()
    assert not db.session.new
    assert _pairs() == [("a", 1)]


def test_one_row_may_have_the_id_of_another_that_was_taken_back(app):
    attempt = db.session.begin_nested()
    gone = _change_set()
    attempt.rollback()
    made = _change_set()
    assert made is not gone
    made.people = 7
    db.session.commit()
    assert fetch(select(ChangeSet.id, ChangeSet.people)).all() == [(made.id, 7)]


def test_one_row_whose_moment_is_none_is_refused(app):
    with pytest.raises(TypeError, match="at is a moment"):
        insert_one(ChangeSet, at=5.5, kind="edit", title="Edited")
