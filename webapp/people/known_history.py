"""What is known of people's past: their timeline, and who changed what."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select

from webapp.activity.knowing import Row, forgets, iso, may_name, tells
from webapp.activity.models import AuditEntry, Change, ChangeSet, Event, RecordChange
from webapp.activity.reversing import REVERSIBLE
from webapp.activity.setbacks import Setback
from webapp.db import db
from webapp.db.request_keys import RequestKey
from webapp.people.known import wording
from webapp.users.user import user_name


def register() -> None:
    """Tell of history, forget it with its people, and say which of it may name others."""
    tells("What happened", _events, Event)
    tells("Who changed what", _changes, Change)
    forgets("history", _forget, Change, Event)
    may_name(Event.data, Change.old, Change.new, RecordChange.old, RecordChange.new)
    may_name(ChangeSet.title, AuditEntry.about, Setback.sentence, Setback.detail, RequestKey.led_to)


def _events(person_ids: Sequence[int]) -> list[Row]:
    events = (
        select(Event.person_id, Event.at, Event.kind, user_name(Event.by_id), Event.data)
        .where(Event.person_id.in_(person_ids))
        .order_by(Event.at, Event.id)
    )
    rows = db.session.execute(events).all()
    words = wording([change for *_, data in rows for change in data.get("changes", ())])
    return [
        {"record": person_id, "at": iso(at), "what": kind, "by": by, "details": _details(data, words)}
        for person_id, at, kind, by, data in rows
    ]


def _details(data: dict, words) -> str:
    changes = [words.change(*change) for change in data.get("changes", ())]
    sentences = [f"{change.label}: {change.old or '–'} → {change.new or '–'}" for change in changes]
    return "; ".join(
        [*sentences, *(f"{name}: {value}" for name, value in data.items() if name != "changes" and value)]
    )


def _changes(person_ids: Sequence[int]) -> list[Row]:
    changes = (
        select(
            Change.person_id,
            ChangeSet.at,
            user_name(ChangeSet.by_id),
            ChangeSet.title,
            Change.kind,
            Change.key,
            Change.old,
            Change.new,
        )
        .join(ChangeSet, ChangeSet.id == Change.change_set_id)
        .where(Change.person_id.in_(person_ids))
        .order_by(Change.id)
    )
    return [
        {
            "record": person_id,
            "at": iso(at),
            "by": by,
            "deed": title,
            "what": REVERSIBLE[kind].name(key) if kind in REVERSIBLE else kind,
            "before": _words(kind, key, old),
            "after": _words(kind, key, new),
        }
        for person_id, at, by, title, kind, key, old, new in db.session.execute(changes)
    ]


def _words(kind: str, key: str, value: object) -> str:
    if value is None:
        return ""
    return (REVERSIBLE[kind].words(key, value) if kind in REVERSIBLE else "") or str(value)


def _forget(person_ids: Collection[int]) -> None:
    for model in (Change, Event):
        db.session.execute(delete(model).where(model.person_id.in_(person_ids)))
