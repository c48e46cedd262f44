"""Putting tags on people and taking them off, for one person or thousands, in set-based statements."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import delete, insert, select, tuple_

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import Changed, note_changes, track
from webapp.db import counters, db
from webapp.people.models import Person
from webapp.tags.models import PersonTag, Tag

Pair = tuple[int, int]
"""(person_id, tag_id)"""
PAIRS_AT_ONCE = 300


def add_tags(
    person_ids: Collection[int], tag_ids: Collection[int], *, by, now: int, change_set: ChangeSet
) -> list[Changed]:
    """Give living people tags that exist; returns what really changed, who has one already stays as they are.

    The caller has checked what `by` may see.
    """
    wanted = {(person_id, tag_id): True for person_id in person_ids for tag_id in tag_ids}
    return change_tags(wanted, by=by, now=now, change_set=change_set)


def remove_tags(
    person_ids: Collection[int], tag_ids: Collection[int], *, by, now: int, change_set: ChangeSet
) -> list[Changed]:
    """Take tags off living people; returns what really changed."""
    wanted = {(person_id, tag_id): False for person_id in person_ids for tag_id in tag_ids}
    return change_tags(wanted, by=by, now=now, change_set=change_set)


def change_tags(wanted: Mapping[Pair, bool], *, by, now: int, change_set: ChangeSet) -> list[Changed]:
    """Make living people have (True) or not have (False) a tag, with counters, history and events."""
    places = _lock({person_id for person_id, _ in wanted})
    have = pairs_of(places, {tag_id for _, tag_id in wanted})
    added = [pair for pair, on in wanted.items() if on and pair not in have and pair[0] in places]
    removed = [pair for pair, on in wanted.items() if not on and pair in have]
    _write(added, removed, now)
    deltas = Counter(("tag", tag_id, *places[person_id]) for person_id, tag_id in added)
    deltas.subtract(("tag", tag_id, *places[person_id]) for person_id, tag_id in removed)
    counters.add(deltas)
    changed = [Changed(person_id, "tag", str(tag_id), None, True) for person_id, tag_id in added]
    changed += [Changed(person_id, "tag", str(tag_id), True, None) for person_id, tag_id in removed]
    note_changes(change_set, changed)
    _track(added, removed, by, now, change_set)
    return changed


def pairs_of(person_ids: Collection[int], tag_ids: Collection[int]) -> set[Pair]:
    """Which of these people have which of these tags."""
    return {
        (person_id, tag_id)
        for person_id, tag_id in db.session.execute(
            select(PersonTag.person_id, PersonTag.tag_id).where(
                PersonTag.person_id.in_(person_ids), PersonTag.tag_id.in_(tag_ids)
            )
        )
    }


def _lock(person_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """{person_id: (office_id, owner_id or 0)} of the living, where they count until the transaction ends."""
    statement = select(Person.id, Person.office_id, Person.owner_id).where(
        Person.id.in_(person_ids), Person.hidden == 0
    )
    rows = db.session.execute(statement.order_by(Person.id).with_for_update())
    return {person_id: (office_id, owner_id or 0) for person_id, office_id, owner_id in rows}


def _write(added: list[Pair], removed: list[Pair], now: int) -> None:
    if added:
        rows = [{"person_id": person_id, "tag_id": tag_id, "at": now} for person_id, tag_id in added]
        db.session.execute(insert(PersonTag), rows)
    for start in range(0, len(removed), PAIRS_AT_ONCE):
        chunk = removed[start : start + PAIRS_AT_ONCE]
        db.session.execute(delete(PersonTag).where(tuple_(PersonTag.person_id, PersonTag.tag_id).in_(chunk)))


def _track(added: list[Pair], removed: list[Pair], by, now: int, change_set: ChangeSet) -> None:
    """One event a person, with the names that the tags have today."""
    tag_ids = {tag_id for _, tag_id in (*added, *removed)}
    names = dict(db.session.execute(select(Tag.id, Tag.name).where(Tag.id.in_(tag_ids))).all())
    data: dict[int, dict[str, list[str]]] = defaultdict(lambda: {"added": [], "removed": []})
    for word, pairs in (("added", added), ("removed", removed)):
        for person_id, tag_id in pairs:
            data[person_id][word].append(names[tag_id])
    track("tagged", data.items(), by=by, now=now, change_set=change_set)
