from sqlalchemy import select

from webapp.db import db, reading, remembered
from webapp.tags.administering import add_tag
from webapp.tags.models import Tag


@remembered
def names(*but):
    return list(db.session.scalars(select(Tag.name).where(Tag.name.not_in(but)).order_by(Tag.name)))


def test_a_transaction_that_reads_asks_once_for_the_same(world, statements):
    with reading():
        first, before = names(), len(statements)
        assert names() is first
        assert len(statements) == before
        names("vip")
        assert len(statements) == before + 1


def test_the_next_transaction_asks_anew(world):
    with reading():
        before = names()
    add_tag("new", "gray", by=world.mona, now=0)
    db.session.commit()
    with reading():
        assert names() == sorted([*before, "new"])


def test_who_may_write_sees_what_they_wrote(world):
    before = names()
    add_tag("new", "gray", by=world.mona, now=0)
    assert names() == sorted([*before, "new"])
