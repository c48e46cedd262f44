"""How places in segments and pauses are taken back."""

from sqlalchemy import select

from webapp.activity.models import ChangeSet
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.db import db
from webapp.naming import names_by_id
from webapp.people.models import Person
from webapp.segments.membership import Membership, change_memberships, memberships_of
from webapp.segments.models import Segment
from webapp.segments.pausing import change_pauses, paused_among


def register() -> None:
    """Let undo take back memberships (the key is the segment's id) and pauses."""
    memberships = Reversible(_memberships, _put_back, _name, _words, record_of=_segment, hold=_hold)
    reversible("segment", memberships)
    reversible(
        "reminder pause",
        Reversible(_pauses, _put_pauses_back, lambda _key: "Reminders", _pause_words),
    )


def _segment(key: str, _value: object) -> tuple[str, int]:
    return "segment", int(key)


def _hold(pairs: set[PersonKey]) -> None:
    """Lock the segments, which a change of their period locks before it locks their people."""
    segments = select(Segment.id).where(Segment.id.in_({int(key) for _, key in pairs}))
    db.session.execute(segments.order_by(Segment.id).with_for_update(key_share=True))


def _memberships(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    """People in the trash and segments that are gone for good are left out."""
    people = _living(pairs, lock)
    segments = set(db.session.scalars(select(Segment.id).where(Segment.id.in_({int(k) for _, k in pairs}))))
    present = memberships_of(people, segments)
    return {
        (person_id, key): _as_kept(present.get((person_id, int(key))))
        for person_id, key in pairs
        if person_id in people and int(key) in segments
    }


def _put_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    wanted = {(person_id, int(key)): old and Membership(**old) for (person_id, key), (_, old) in todo.items()}
    change_memberships(wanted, by=by, now=now, change_set=change_set)


def _name(key: str) -> str:
    name = names_by_id(Segment, [int(key)]).get(int(key))
    return f"Segment {name}" if name else "A deleted segment"


def _words(_key: str, value: object) -> str:
    if value is None:
        return ""
    return "in it, snoozed" if value["snoozed_until"] else "in it"


def _pauses(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    people = _living(pairs, lock)
    paused = paused_among(people)
    return {(person_id, ""): person_id in paused or None for person_id in people}


def _put_pauses_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    wanted = {person_id: bool(old) for (person_id, _), (_, old) in todo.items()}
    change_pauses(wanted, by=by, now=now, change_set=change_set)


def _pause_words(_key: str, value: object) -> str:
    return "paused" if value else ""


def _living(pairs: set[PersonKey], lock: bool) -> set[int]:
    living = select(Person.id).where(Person.id.in_({i for i, _ in pairs}), Person.hidden == 0)
    living = living.order_by(Person.id)
    return set(db.session.scalars(living.with_for_update() if lock else living))


def _as_kept(membership: Membership | None) -> dict | None:
    return membership and membership._asdict()
