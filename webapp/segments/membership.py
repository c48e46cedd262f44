"""Putting people into segments and taking them out, for one person or thousands, in set-based statements."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, tuple_, update

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import Changed, note_changes, track
from webapp.db import batches, counters, db, insert_rows
from webapp.naming import told_names
from webapp.people.models import Person
from webapp.segments.clocks import reset_clocks
from webapp.segments.models import PersonSegment, Segment

Pair = tuple[int, int]
"""(person_id, segment_id)"""
PAIRS_AT_ONCE = 300


class Membership(NamedTuple):
    """What undo brings back of somebody's place in a segment; `snoozed_until` is 0 for no snooze."""

    since: int
    snoozed_until: int = 0


def add_to_segments(
    person_ids: Collection[int], segment_ids: Collection[int], *, by, now: int, change_set: ChangeSet
) -> list[Changed]:
    """Put living people into segments; who is in one already stays in it as they are.

    The caller has checked what `by` may see. Returns what really changed.
    """
    wanted = {
        (person_id, segment_id): Membership(now) for person_id in person_ids for segment_id in segment_ids
    }
    return change_memberships(wanted, by=by, now=now, change_set=change_set, keep=True)


def remove_from_segments(
    person_ids: Collection[int], segment_ids: Collection[int], *, by, now: int, change_set: ChangeSet
) -> list[Changed]:
    """Take living people out of segments; returns what really changed."""
    wanted = {(i, of): None for i in person_ids for of in segment_ids}
    return change_memberships(wanted, by=by, now=now, change_set=change_set)


def replace_segments(
    person_ids: Collection[int],
    segment_ids: Collection[int],
    *,
    among: Collection[int],
    by,
    now: int,
    change_set: ChangeSet,
) -> list[Changed]:
    """Let living people be in exactly these of the segments `among`; who is in one already stays in it."""
    wanted = {
        (person_id, segment_id): Membership(now) if segment_id in segment_ids else None
        for person_id in person_ids
        for segment_id in {*among, *segment_ids}
    }
    return change_memberships(wanted, by=by, now=now, change_set=change_set, keep=True)


def change_memberships(
    wanted: Mapping[Pair, Membership | None],
    *,
    by,
    now: int,
    change_set: ChangeSet,
    keep: bool = False,
) -> list[Changed]:
    """Make living people be in segments that stand (None: not be), with clocks, counters, history and events.

    With `keep` those who are in one already stay as they are; else they get the snooze that is wanted.
    """
    standing = _lock_segments({segment_id for _, segment_id in wanted})
    places = _lock_people({person_id for person_id, _ in wanted})
    present, told = _present(places, {segment_id for _, segment_id in wanted})
    todo = {
        pair: new
        for pair, new in wanted.items()
        if pair[0] in places
        and (new is None or pair[1] in standing)
        and present.get(pair) != new
        and not (keep and new and pair in present)
    }
    joining = {pair: new for pair, new in todo.items() if pair not in present}
    leaving = [pair for pair, new in todo.items() if new is None]
    staying = {pair: new for pair, new in todo.items() if new and pair in present}
    _write(joining, leaving, staying)
    counters.add(_moved(joining, leaving, told, places))
    reset_clocks({person_id for person_id, _ in (*joining, *staying)}, now=now)
    changed = [
        Changed(
            person_id, "segment", str(segment_id), _kept(present.get((person_id, segment_id))), _kept(new)
        )
        for (person_id, segment_id), new in todo.items()
    ]
    note_changes(change_set, changed, now=now)
    _track(joining, leaving, staying, by, now, change_set)
    return changed


def memberships_of(person_ids: Collection[int], segment_ids: Collection[int]) -> dict[Pair, Membership]:
    """Who of these people is in which of these segments."""
    return _present(person_ids, segment_ids)[0]


def _present(
    person_ids: Collection[int], segment_ids: Collection[int]
) -> tuple[dict[Pair, Membership], set[Pair]]:
    """The memberships, and those whose expiry was told of."""
    rows = db.session.execute(
        select(
            PersonSegment.person_id,
            PersonSegment.segment_id,
            PersonSegment.at,
            PersonSegment.snoozed_until,
            PersonSegment.expiry_seen,
        ).where(PersonSegment.person_id.in_(person_ids), PersonSegment.segment_id.in_(segment_ids))
    ).all()
    present = {(person_id, segment_id): Membership(at, until) for person_id, segment_id, at, until, _ in rows}
    return present, {(person_id, segment_id) for person_id, segment_id, *_, seen in rows if seen}


def _lock_segments(segment_ids: Collection[int]) -> set[int]:
    """Those that were not deleted; shared, so that a change of their period waits for who joins meanwhile."""
    standing = select(Segment.id).where(Segment.id.in_(segment_ids), Segment.retired_at.is_(None))
    return set(db.session.scalars(standing.order_by(Segment.id).with_for_update(read=True)))


def _lock_people(person_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """{person_id: (office_id, owner_id or 0)} of the living, where they count until the transaction ends."""
    statement = select(Person.id, Person.office_id, Person.owner_id).where(
        Person.id.in_(person_ids), Person.hidden == 0
    )
    rows = db.session.execute(statement.order_by(Person.id).with_for_update())
    return {person_id: (office_id, owner_id or 0) for person_id, office_id, owner_id in rows}


def _write(
    joining: Mapping[Pair, Membership], leaving: list[Pair], staying: Mapping[Pair, Membership]
) -> None:
    insert_rows(
        PersonSegment,
        [
            {
                "person_id": person_id,
                "segment_id": segment_id,
                "at": new.since,
                "base_at": new.since,
                "due_at": None,
                "snoozed_until": new.snoozed_until,
            }
            for (person_id, segment_id), new in joining.items()
        ],
    )
    for some in batches(leaving, PAIRS_AT_ONCE):
        pair = tuple_(PersonSegment.person_id, PersonSegment.segment_id)
        db.session.execute(delete(PersonSegment).where(pair.in_(some)))
    if staying:
        table = PersonSegment.__table__
        db.session.connection().execute(
            update(table)
            .where(table.c.person_id == bindparam("of_person"), table.c.segment_id == bindparam("of_segment"))
            .values(at=bindparam("since"), snoozed_until=bindparam("until")),
            [
                {"of_person": i, "of_segment": of, "since": new.since, "until": new.snoozed_until}
                for (i, of), new in staying.items()
            ],
        )


def _moved(joining, leaving: list[Pair], told: set[Pair], places: dict[int, tuple[int, int]]) -> Counter:
    deltas = Counter(("segment", segment_id, *places[person_id]) for person_id, segment_id in joining)
    deltas.subtract(("segment", segment_id, *places[person_id]) for person_id, segment_id in leaving)
    deltas.subtract(
        ("expired", segment_id, *places[person_id])
        for person_id, segment_id in leaving
        if (person_id, segment_id) in told
    )
    return deltas


def _kept(membership: Membership | None) -> dict | None:
    return membership and membership._asdict()


def _track(joining, leaving, staying, by, now: int, change_set: ChangeSet) -> None:
    """One event a person for where they came and went, one for what was snoozed, with today's names."""
    names, kept = told_names(Segment, (segment_id for _, segment_id in (*joining, *leaving, *staying)))
    went: dict[int, dict] = defaultdict(lambda: {"added": [], "removed": [], **kept})
    for word, pairs in (("added", joining), ("removed", leaving)):
        for person_id, segment_id in pairs:
            went[person_id][word].append(names[segment_id])
    track("segmented", went.items(), by=by, now=now, change_set=change_set)
    snoozed = (
        (person_id, {"segment": names[segment_id], "until": new.snoozed_until, **kept})
        for (person_id, segment_id), new in staying.items()
    )
    track("snoozed", snoozed, by=by, now=now, change_set=change_set)
