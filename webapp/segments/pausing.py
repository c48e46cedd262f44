"""Rest from reminders: a snooze of one membership, a pause of everything about a person."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import Changed, note_changes, track
from webapp.db import db, insert_rows
from webapp.people.models import Person
from webapp.segments.clocks import reset_clocks
from webapp.segments.membership import change_memberships, memberships_of
from webapp.segments.models import ReminderPause


def snooze(
    person_id: int, segment_id: int, until: int, *, by, now: int, change_set: ChangeSet
) -> list[Changed]:
    """Let the reminder of a membership not be due before `until` (0: as usual); [] for who is not in it."""
    pair = (person_id, segment_id)
    present = memberships_of([person_id], [segment_id]).get(pair)
    if present is None:
        return []
    wanted = {pair: present._replace(snoozed_until=until)}
    return change_memberships(wanted, by=by, now=now, change_set=change_set)


def pause_reminders(person_ids: Collection[int], *, by, now: int, change_set: ChangeSet) -> list[Changed]:
    """Let nothing remind of these people; returns what really changed."""
    return change_pauses(dict.fromkeys(person_ids, True), by=by, now=now, change_set=change_set)


def resume_reminders(person_ids: Collection[int], *, by, now: int, change_set: ChangeSet) -> list[Changed]:
    """Let reminders run again as if there had been no pause; returns what really changed."""
    return change_pauses(dict.fromkeys(person_ids, False), by=by, now=now, change_set=change_set)


def change_pauses(wanted: Mapping[int, bool], *, by, now: int, change_set: ChangeSet) -> list[Changed]:
    """Pause (True) or resume (False) the reminders of living people."""
    living = select(Person.id).where(Person.id.in_(wanted), Person.hidden == 0).order_by(Person.id)
    people = list(db.session.scalars(living.with_for_update()))
    paused = paused_among(people)
    pausing = [i for i in people if wanted[i] and i not in paused]
    resuming = [i for i in people if not wanted[i] and i in paused]
    insert_rows(ReminderPause, [{"person_id": i, "at": now, "by_id": by.id} for i in pausing])
    if resuming:
        db.session.execute(delete(ReminderPause).where(ReminderPause.person_id.in_(resuming)))
    reset_clocks([*pausing, *resuming], now=now)
    changed = [Changed(i, "reminder pause", "", None, True) for i in pausing]
    changed += [Changed(i, "reminder pause", "", True, None) for i in resuming]
    note_changes(change_set, changed, now=now)
    for kind, ids in (("reminders paused", pausing), ("reminders resumed", resuming)):
        track(kind, ((i, {}) for i in ids), by=by, now=now, change_set=change_set)
    return changed


def paused_among(person_ids: Collection[int]) -> set[int]:
    """Those of the people whose reminders somebody paused."""
    return set(
        db.session.scalars(select(ReminderPause.person_id).where(ReminderPause.person_id.in_(person_ids)))
    )
