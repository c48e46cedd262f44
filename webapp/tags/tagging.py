"""Putting tags on people and taking them off, for one person or thousands, in set-based statements."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import Row, delete, insert, select, tuple_

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import Changed, note_changes, track
from webapp.db import batches, counters, db
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


def change_tags(
    wanted: Mapping[Pair, bool], *, by, now: int, change_set: ChangeSet, in_trash: bool = False
) -> list[Changed]:
    """Make living people have (True) or not have (False) a tag, with counters, history and events.

    With `in_trash` those in the trash as well. Nobody gets a tag that was deleted.
    """
    tags = hold_tags({tag_id for _, tag_id in wanted})
    places = _lock({person_id for person_id, _ in wanted}, in_trash)
    have = pairs_of(places, tags)
    added = [
        (person_id, tag_id)
        for (person_id, tag_id), on in wanted.items()
        if on and (person_id, tag_id) not in have and person_id in places and _stands(tags.get(tag_id))
    ]
    removed = [pair for pair, on in wanted.items() if not on and pair in have]
    _write(added, removed, now)
    deltas = Counter(("tag", tag_id, *places[person_id]) for person_id, tag_id in added if places[person_id])
    deltas.subtract(("tag", tag_id, *places[person_id]) for person_id, tag_id in removed if places[person_id])
    counters.add(deltas)
    changed = [Changed(person_id, "tag", str(tag_id), None, True) for person_id, tag_id in added]
    changed += [Changed(person_id, "tag", str(tag_id), True, None) for person_id, tag_id in removed]
    note_changes(change_set, changed, now=now)
    _track(added, removed, tags, by, now, change_set)
    return changed


def hold_tags(tag_ids: Collection[int]) -> Mapping[int, Row]:
    """{id: (id, name, retired_at)} of tags that stay as they are until the transaction ends.

    Tags are locked before people, wherever anybody changes both.
    """
    rows = select(Tag.id, Tag.name, Tag.retired_at).where(Tag.id.in_(tag_ids)).order_by(Tag.id)
    return {row.id: row for row in db.session.execute(rows.with_for_update(read=True, key_share=True))}


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


def _stands(tag: Row | None) -> bool:
    return tag is not None and tag.retired_at is None


def _lock(person_ids: Collection[int], in_trash: bool) -> dict[int, tuple[int, int] | None]:
    """{person_id: (office_id, owner_id or 0)}, where they count until the transaction ends.

    Only the living, or those in the trash too, who count nowhere.
    """
    statement = select(Person.id, Person.hidden, Person.office_id, Person.owner_id)
    statement = statement.where(Person.id.in_(person_ids), *(() if in_trash else (Person.hidden == 0,)))
    rows = db.session.execute(statement.order_by(Person.id).with_for_update())
    return {person_id: None if hidden else (office, owner or 0) for person_id, hidden, office, owner in rows}


def _write(added: list[Pair], removed: list[Pair], now: int) -> None:
    if added:
        rows = [{"person_id": person_id, "tag_id": tag_id, "at": now} for person_id, tag_id in added]
        db.session.execute(insert(PersonTag), rows)
    for some in batches(removed, PAIRS_AT_ONCE):
        db.session.execute(delete(PersonTag).where(tuple_(PersonTag.person_id, PersonTag.tag_id).in_(some)))


def _track(
    added: list[Pair], removed: list[Pair], tags: Mapping[int, Row], by, now: int, change_set: ChangeSet
) -> None:
    """One event a person, with the names that the tags have today."""
    data: dict[int, dict[str, list[str]]] = defaultdict(lambda: {"added": [], "removed": []})
    for word, pairs in (("added", added), ("removed", removed)):
        for person_id, tag_id in pairs:
            data[person_id][word].append(tags[tag_id].name)
    track("tagged", data.items(), by=by, now=now, change_set=change_set)
