import pytest

from webapp.db import db, insert_into
from webapp.db.request_keys import first_use
from webapp.jobs.models import Lease


@pytest.mark.parametrize("target", [Lease, Lease.__table__], ids=["model", "table"])
def test_the_rowcount_tells_whether_a_row_was_written(app, target):
    statement = insert_into(target).values(name="a", holder="b", until=1).on_conflict_do_nothing()
    assert [db.session.execute(statement).rowcount for _ in range(2)] == [1, 0]


def test_a_form_key_is_new_once(app):
    assert first_use("key", 1, now=1)
    assert not first_use("key", 1, now=1)
    assert first_use("key", 2, now=1)
