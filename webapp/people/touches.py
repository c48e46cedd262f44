"""Touches: what somebody did with a person by hand, and the last contact that follows from them.

Logging, changing and deleting a touch are changes of the kind 'touch' whose values are its details, None for
one that does not stand. So undo takes each of them back.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import NamedTuple

from sqlalchemy import and_, func, select, update

from webapp.activity.models import ChangeSet
from webapp.activity.putting_back import note_put_back, rows_at
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.activity.tracking import Changed, note_changes, track
from webapp.db import Prepared, PreparedWrite, db, one_of_given
from webapp.people.models import Person, Touch
from webapp.segments.clocks import reset_clocks


class Kind(NamedTuple):
    """`noun` as in "log a call"; `did` as in "Mona called"; `icon` of the sprite."""

    noun: str
    did: str
    icon: str


KINDS = {
    "call": Kind("call", "called", "phone"),
    "meeting": Kind("meeting", "met", "users"),
    "visit": Kind("visit", "visited", "map-pin"),
    "letter": Kind("letter", "sent a letter", "mailbox"),
    "mail": Kind("personal mail", "mailed", "mail"),
}
OUTCOMES = {"reached": "green", "left a message": "amber", "not reached": "gray", "wrong number": "red"}
"""How it went, with the hue of its pill; '' when nobody said."""


@dataclass(frozen=True)
class Details:
    """What one logs of a touch; `minutes` is None if nobody said how long, `number` what was called."""

    kind: str
    at: int
    minutes: float | None = None
    outcome: str = ""
    text: str = ""
    number: str = ""


def log_touch(
    person_id: int, details: Details, *, by, now: int, change_set: ChangeSet, manual: bool = True
) -> Touch:
    """Note a touch of somebody; it sets the last contact (if manual) and last touch."""
    touch = Touch(person_id=person_id, by_id=by.id, manual=manual, created_at=now, **asdict(details))
    db.session.add(touch)
    db.session.flush()
    _note(touch, None, "touched", by, now, change_set)
    return touch


class TouchConflict(Exception):
    """Somebody else corrected the touch meanwhile; `values` is {name: (theirs, ours)}."""

    def __init__(self, values: dict[str, tuple[object, object]]):
        super().__init__("changed by somebody else")
        self.values = values


def change_touch(
    touch: Touch, details: Details, *, seen: Mapping, by, now: int, change_set: ChangeSet
) -> None:
    """Correct what differs from the details that the user saw; raises TouchConflict."""
    before, noted = details_of(touch), _noted(touch)
    wanted = {name: value for name, value in asdict(details).items() if value != seen.get(name)}
    conflicts = {
        name: (before[name], value)
        for name, value in wanted.items()
        if before[name] not in (seen.get(name), value)
    }
    if conflicts:
        raise TouchConflict(conflicts)
    _set(touch, wanted)
    _note(touch, noted, "touch changed", by, now, change_set)


def delete_touch(touch: Touch, *, by, now: int, change_set: ChangeSet) -> None:
    """Take a touch back; its row stays for undo."""
    noted = _noted(touch)
    touch.deleted_at = now
    _note(touch, noted, "touch deleted", by, now, change_set)


def details_of(touch: Touch) -> dict:
    """The touch's details by name."""
    return {name: getattr(touch, name) for name in Details.__dataclass_fields__}


def touch_of(person_id: int, touch_id: int, *, lock: bool = False) -> Touch | None:
    """A standing touch of that person; with `lock` nobody else changes it until the transaction ends."""
    statement = select(Touch).where(
        Touch.id == touch_id, Touch.person_id == person_id, Touch.deleted_at.is_(None)
    )
    return db.session.scalar(statement.with_for_update() if lock else statement)


def recompute_last_contact(person_ids: Collection[int], *, now: int) -> None:
    """Set last contact and last touch of these people from the touches that stand, 0 for none, and the clocks
    of their segments, which run from there.

    Their locks come first: an UPDATE that waits for somebody else's touch would not look at that touch.
    """
    db.session.flush()
    ids = list(person_ids)
    _LOCKING.rows(person_ids=ids)
    _RECOMPUTING.run(person_ids=ids)
    reset_clocks(ids, now=now)


_THEM = one_of_given(Person.id, "person_ids")
_LOCKING = Prepared(select(Person.id).where(_THEM).order_by(Person.id).with_for_update(key_share=True))
_STANDING = and_(Touch.person_id == Person.id, Touch.deleted_at.is_(None))
_NEWEST = select(func.coalesce(func.max(Touch.at), 0)).where(_STANDING)
_RECOMPUTING = PreparedWrite(
    lambda _dialect: (
        update(Person)
        .where(_THEM)
        .values(
            last_contact_at=_NEWEST.where(Touch.manual).scalar_subquery(),
            last_touch_at=_NEWEST.scalar_subquery(),
        )
    )
)


def _noted(touch: Touch) -> dict | None:
    """The touch as the value of a change, None for a deleted one.

    Without a number it is as it was noted before touches had one, so that those can be taken back too.
    """
    if touch.deleted_at is not None:
        return None
    return {name: value for name, value in details_of(touch).items() if value or name != "number"}


def _set(touch: Touch, details: dict) -> None:
    for name, value in details.items():
        setattr(touch, name, value)


def _note(touch: Touch, before, event: str, by, now: int, change_set: ChangeSet) -> None:
    recompute_last_contact([touch.person_id], now=now)
    changed = Changed(touch.person_id, "touch", str(touch.id), before, _noted(touch))
    note_changes(change_set, [changed], now=now)
    data = {"touch": touch.id, "kind": touch.kind, "touched_at": touch.at}
    track(event, [(touch.person_id, data)], by=by, now=now, change_set=change_set)


def register() -> None:
    """Let undo take back what was logged, corrected and deleted."""
    reversible("touch", Reversible(_present, _put_back, lambda _key: "Touch", _words))


def _present(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    return {pair: _noted(touch) for pair, touch in rows_at(Touch, pairs, lock=lock).items()}


def _put_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    touches = rows_at(Touch, todo, lock=True)
    for pair, touch in touches.items():
        old = todo[pair][1]
        touch.deleted_at = now if old is None else None
        _set(touch, {"number": "", **old} if old else {})
    recompute_last_contact({person_id for person_id, _ in todo}, now=now)
    note_put_back(change_set, "touch", todo, now=now)
    undone = ((person_id, {"what": KINDS[touch.kind].noun}) for (person_id, _), touch in touches.items())
    track("undone", undone, by=by, now=now, change_set=change_set)


def _words(_key: str, details: object) -> str:
    return "" if details is None else KINDS[details["kind"]].noun.capitalize()
