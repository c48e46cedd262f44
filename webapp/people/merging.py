"""Hiding people as merged into somebody, bringing them back, and who is part of whom."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import delete, select, update

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import Changed, note_changes, track
from webapp.db import db, insert_rows
from webapp.people.erasing import erase
from webapp.people.models import ALIVE, MERGED, Person, PersonMerged
from webapp.people.turning import turn

KEEP_SECONDS = 30 * 24 * 3600
FINAL_AT_ONCE = 200


def merged_into(into_id: int) -> dict[str, int]:
    """The value of a change of the kind 'person' for who was merged."""
    return {"merged into": into_id}


def hide_merged(wanted: dict[int, int], *, by, now: int, change_set: ChangeSet) -> None:
    """Hide living people as merged: {person_id: into whom}."""
    if not wanted:
        return
    turn(list(wanted), hidden=MERGED, was=0, now=now)
    rows = [
        {"person_id": i, "into_id": into, "at": now, "by_id": by.id, "change_set_id": change_set.id}
        for i, into in wanted.items()
    ]
    insert_rows(PersonMerged, rows)
    changes = [Changed(i, "person", "", ALIVE, merged_into(into)) for i, into in wanted.items()]
    note_changes(change_set, changes, now=now)
    parts = Counter(wanted.values())
    track("merged", ((i, {"people": n}) for i, n in parts.items()), by=by, now=now, change_set=change_set)


def bring_merged_back(person_ids: Sequence[int], *, by, now: int, change_set: ChangeSet) -> None:
    """Let people who were merged be their own again."""
    into = merged_among(person_ids)
    if not into:
        return
    turn(list(into), hidden=0, was=MERGED, now=now)
    db.session.execute(delete(PersonMerged).where(PersonMerged.person_id.in_(into)))
    changes = [Changed(i, "person", "", merged_into(kept), ALIVE) for i, kept in into.items()]
    note_changes(change_set, changes, now=now)
    apart = {*into, *into.values()}
    track("taken apart", ((i, {}) for i in sorted(apart)), by=by, now=now, change_set=change_set)


def whose_now(person_id: int) -> int | None:
    """Whom somebody who was merged is part of now, at the end of a chain of merges; None for the others."""
    found = None
    while row := db.session.scalar(select(PersonMerged.into_id).where(PersonMerged.person_id == person_id)):
        found = person_id = row
    return found


def merged_among(person_ids: Iterable[int]) -> dict[int, int]:
    """{person_id: into whom} of those of these people who are merged."""
    merged = select(PersonMerged.person_id, PersonMerged.into_id)
    rows = db.session.execute(merged.where(PersonMerged.person_id.in_(list(person_ids))))
    return dict(map(tuple, rows))


def everybody_in(person_ids: Sequence[int]) -> set[int]:
    """These people with all who were merged into them, and into those."""
    found = following = set(person_ids)
    while following:
        into = select(PersonMerged.person_id).where(PersonMerged.into_id.in_(following))
        following = set(db.session.scalars(into)) - found
        found = found | following
    return found


def make_final(*, now: int) -> int:
    """Erase up to 200 of those who were merged 30 days ago; what went along with them stays where it is.

    Their address leads to whom they became from then on too. Returns how many; the caller commits and comes
    again until there are none.
    """
    due = (
        select(Person.id)
        .join(PersonMerged, PersonMerged.person_id == Person.id)
        .where(PersonMerged.at < now - KEEP_SECONDS)
        .order_by(PersonMerged.at, Person.id)
        .limit(FINAL_AT_ONCE)
    )
    ids = list(db.session.scalars(due))
    for person_id, into_id in merged_among(ids).items():
        leading_here = update(PersonMerged).where(PersonMerged.into_id == person_id)
        db.session.execute(leading_here.values(into_id=into_id))
    erase(ids)
    return len(ids)


class Part(NamedTuple):
    """Somebody who was merged into a person, and by which change set."""

    id: int
    name: str
    at: int
    change_set_id: int


def parts_of(person_id: int, *, now: int) -> list[Part]:
    """Who can still be taken apart from somebody, the last merged first."""
    rows = db.session.execute(
        select(Person.id, Person.name, PersonMerged.at, PersonMerged.change_set_id)
        .join(PersonMerged, PersonMerged.person_id == Person.id)
        .where(PersonMerged.into_id == person_id, PersonMerged.at >= now - KEEP_SECONDS)
        .order_by(PersonMerged.at.desc(), PersonMerged.change_set_id.desc(), Person.name_key, Person.id)
    )
    return [Part(*row) for row in rows]
