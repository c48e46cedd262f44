"""What one wants to do next about somebody: Muster reminds of it on a day.

A next step is an alert that lies ahead, and a change of the kind 'next step' in the change set that made it,
so undo takes it back together with the call that it follows from.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from webapp.activity.models import ChangeSet
from webapp.activity.putting_back import note_put_back
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.activity.tracking import Changed, note_changes, track
from webapp.alerts.models import Alert
from webapp.db import db
from webapp.people.models import Touch

NEXT_STEP = "next step"
"""The kind of its alert and of its change."""


class NextStep(NamedTuple):
    """What to do, in a few words or '', and when to be reminded of it: `at`, the beginning of a day."""

    day: int
    at: int
    text: str = ""


def plan_next_step(touch: Touch, step: NextStep, *, by, now: int, change_set: ChangeSet) -> Alert:
    """Remind `by` of what follows from a touch."""
    alert = Alert(
        kind=NEXT_STEP,
        once=f"{NEXT_STEP}:{touch.id}",
        at=step.at,
        user_id=by.id,
        person_id=touch.person_id,
        data={"text": step.text},
    )
    db.session.add(alert)
    db.session.flush()
    change = Changed(touch.person_id, NEXT_STEP, alert.once, None, _planned(alert))
    note_changes(change_set, [change], now=now, counts=False)
    track(NEXT_STEP, [(touch.person_id, step._asdict())], by=by, now=now, change_set=change_set)
    return alert


def register() -> None:
    """Let undo take back what was planned."""
    reversible(NEXT_STEP, Reversible(_present, _put_back, lambda _key: "Next step", _words))


def _planned(alert: Alert) -> dict | None:
    return None if alert.withdrawn_at else {"at": alert.at, "text": alert.data["text"]}


def _alerts(pairs: Iterable[PersonKey], *, lock: bool) -> dict[PersonKey, Alert]:
    statement = select(Alert).where(Alert.once.in_([key for _, key in pairs])).order_by(Alert.id)
    found = db.session.scalars(statement.with_for_update() if lock else statement)
    return {(alert.person_id, alert.once): alert for alert in found}


def _present(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    return {pair: _planned(alert) for pair, alert in _alerts(pairs, lock=lock).items()}


def _put_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    for pair, alert in _alerts(todo, lock=True).items():
        alert.withdrawn_at = now if todo[pair][1] is None else 0
    db.session.flush()
    note_put_back(change_set, NEXT_STEP, todo, now=now, counts=False)


def _words(_key: str, planned: object) -> str:
    return "" if planned is None else planned["text"] or "Follow up"
