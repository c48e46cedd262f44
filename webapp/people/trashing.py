"""The trash: people are out of sight at once, can come back for 30 days, and are then erased for good."""

from sqlalchemy import delete, insert, select

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import Changed, note_changes, track
from webapp.db import db
from webapp.people.erasing import erase
from webapp.people.merging import everybody_in
from webapp.people.models import ALIVE, IN_TRASH, TRASHED, PersonTrash
from webapp.people.turning import turn

KEEP_SECONDS = 30 * 24 * 3600
ERASED_AT_ONCE = 200


def move_to_trash(person_ids: list[int], *, by, now: int, change_set: ChangeSet) -> list[int]:
    """Put living people into the trash; returns who was moved, the rest were not there.

    The caller has checked what `by` may see.
    """
    moved = turn(person_ids, hidden=TRASHED, was=0, now=now)
    if moved:
        rows = [{"person_id": i, "at": now, "by_id": by.id, "change_set_id": change_set.id} for i in moved]
        db.session.execute(insert(PersonTrash), rows)
        note_changes(change_set, [Changed(i, "person", "", ALIVE, IN_TRASH) for i in moved], now=now)
        track("trashed", ((i, {}) for i in moved), by=by, now=now, change_set=change_set)
    return moved


def restore(person_ids: list[int], *, by, now: int, change_set: ChangeSet) -> list[int]:
    """Take people out of the trash; returns who was brought back, the rest were not in it."""
    moved = turn(person_ids, hidden=0, was=TRASHED, now=now)
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
    erase(everybody_in(due))
    return len(due)
