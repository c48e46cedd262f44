"""The trash: people are out of sight at once, can come back for 30 days, and are then erased for good."""

from sqlalchemy import delete, insert, select, update

from webapp.activity.models import Change, ChangeSet, Event
from webapp.activity.tracking import Changed, note_changes, track
from webapp.db import counters, db
from webapp.people import counting
from webapp.people.models import ALIVE, IN_TRASH, Person, PersonTrash
from webapp.segments.clocks import reset_clocks

KEEP_SECONDS = 30 * 24 * 3600
ERASED_AT_ONCE = 200
TRASHED = 1
"""The value of `hidden` for people in the trash."""


def move_to_trash(person_ids: list[int], *, by, now: int, change_set: ChangeSet) -> list[int]:
    """Put living people into the trash; returns who was moved, the rest were not there.

    The caller has checked what `by` may see.
    """
    moved = _turn(person_ids, hidden=TRASHED, now=now)
    if moved:
        rows = [{"person_id": i, "at": now, "by_id": by.id, "change_set_id": change_set.id} for i in moved]
        db.session.execute(insert(PersonTrash), rows)
        note_changes(change_set, [Changed(i, "person", "", ALIVE, IN_TRASH) for i in moved], now=now)
        track("trashed", ((i, {}) for i in moved), by=by, now=now, change_set=change_set)
    return moved


def restore(person_ids: list[int], *, by, now: int, change_set: ChangeSet) -> list[int]:
    """Take people out of the trash; returns who was brought back, the rest were not in it."""
    moved = _turn(person_ids, hidden=0, now=now)
    if moved:
        db.session.execute(delete(PersonTrash).where(PersonTrash.person_id.in_(moved)))
        note_changes(change_set, [Changed(i, "person", "", IN_TRASH, ALIVE) for i in moved], now=now)
        track("restored", ((i, {}) for i in moved), by=by, now=now, change_set=change_set)
    return moved


def empty_trash(*, now: int) -> int:
    """Erase up to 200 of the people who have been in the trash for 30 days, with all that belongs to them.

    Returns how many; the caller commits and comes again until there are none.
    """
    due = list(
        db.session.scalars(
            select(PersonTrash.person_id)
            .where(PersonTrash.at < now - KEEP_SECONDS)
            .order_by(PersonTrash.at)
            .limit(ERASED_AT_ONCE)
        )
    )
    for model in (Change, Event):
        db.session.execute(delete(model).where(model.person_id.in_(due)))
    # Addresses, search rows, tags, values, touches, notes and conversions go with their person (CASCADE).
    db.session.execute(delete(Person).where(Person.id.in_(due)))
    return len(due)


def _turn(person_ids: list[int], *, hidden: int, now: int) -> list[int]:
    """Set `hidden` where it is another value, and move counters and clocks; returns whose it was."""
    rows = db.session.execute(
        select(Person.id, *(getattr(Person, name) for name in counting.COUNTED))
        .where(Person.id.in_(person_ids), Person.hidden != hidden)
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
