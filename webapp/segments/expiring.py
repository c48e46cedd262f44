"""Expiries become alerts: the moment itself shows without this, which only tells of each of them once."""

from collections import Counter

from sqlalchemy import literal_column, select, tuple_, update

from webapp.activity.reacting import Changed, tell
from webapp.alerts.models import Alert
from webapp.db import counters, db, insert_into
from webapp.people.models import Person
from webapp.segments.models import PersonSegment, Segment

AT_ONCE = 300
UNTOLD = PersonSegment.expiry_seen == literal_column("0")
"""The 0 is a literal: a bound parameter would lose the partial index on PostgreSQL."""


def tell_of_expiries(*, now: int) -> int:
    """Turn up to 300 new expiries into alerts; returns how many, and the caller commits and comes again.

    Each is told of once: its row says so from then on, and the alert bears person, segment and moment.
    """
    due = db.session.execute(
        select(PersonSegment.person_id, PersonSegment.segment_id)
        .where(PersonSegment.due_at <= now, UNTOLD)
        .order_by(PersonSegment.due_at)
        .limit(AT_ONCE)
    ).all()
    if not due:
        return 0
    people = _lock({person_id for person_id, _ in due})
    claimed = db.session.execute(
        update(PersonSegment)
        .where(
            tuple_(PersonSegment.person_id, PersonSegment.segment_id).in_([tuple(pair) for pair in due]),
            PersonSegment.due_at <= now,
            UNTOLD,
        )
        .values(expiry_seen=1)
        .returning(PersonSegment.person_id, PersonSegment.segment_id, PersonSegment.due_at)
        .execution_options(synchronize_session=False)
    ).all()
    counters.add(Counter(("expired", of, *_place(people[person_id])) for person_id, of, _ in claimed))
    _alert(claimed, people, now)
    tell([Changed(i, "expiry", str(of), None, due_at) for i, of, due_at in claimed], now=now, change_set=None)
    return len(due)


def _lock(person_ids: set[int]) -> dict[int, tuple[int, int | None]]:
    """{person_id: (office_id, owner_id)}, where they count until the transaction ends."""
    statement = select(Person.id, Person.office_id, Person.owner_id).where(Person.id.in_(person_ids))
    rows = db.session.execute(statement.order_by(Person.id).with_for_update())
    return {person_id: (office_id, owner_id) for person_id, office_id, owner_id in rows}


def _place(person: tuple[int, int | None]) -> tuple[int, int]:
    office_id, owner_id = person
    return office_id, owner_id or 0


def _alert(claimed, people: dict[int, tuple[int, int | None]], now: int) -> None:
    if not claimed:
        return
    named = select(Segment.id, Segment.name).where(Segment.id.in_({of for _, of, _ in claimed}))
    names = dict(db.session.execute(named).all())
    rows = [
        {
            "kind": "reminder",
            "once": f"reminder:{person_id}:{segment_id}:{due_at}",
            "at": now,
            "user_id": people[person_id][1],
            "person_id": person_id,
            "data": {"segment_id": segment_id, "segment": names[segment_id], "due_at": due_at},
        }
        for person_id, segment_id, due_at in sorted(claimed, key=lambda row: row[2])
    ]
    db.session.execute(insert_into(Alert).on_conflict_do_nothing(index_elements=["once"]), rows)
