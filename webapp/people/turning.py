"""Hiding people and showing them again, with the counters and clocks that count only who is there."""

from collections.abc import Collection

from sqlalchemy import select, update

from webapp.db import counters, db
from webapp.people import counting
from webapp.people.models import Person
from webapp.segments.clocks import reset_clocks


def turn(person_ids: Collection[int], *, hidden: int, was: int, now: int) -> list[int]:
    """Set `hidden` where it `was` that (one of them is 0), and move counters and clocks; returns whose."""
    rows = db.session.execute(
        select(Person.id, *(getattr(Person, name) for name in counting.COUNTED))
        .where(Person.id.in_(person_ids), Person.hidden == was)
        .order_by(Person.id)
        .with_for_update()
    ).mappings()
    people = {row["id"]: row for row in rows}
    ids = list(people)
    deltas = counting.moved(
        {i: (row, None) if hidden else (None, row) for i, row in people.items()}, counting.memberships_of(ids)
    )
    db.session.execute(update(Person).where(Person.id.in_(ids)).values(hidden=hidden))
    counters.add(deltas)
    reset_clocks(ids, now=now)
    return ids
