"""Writing down what happens, in the transaction in which it happens."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from webapp.activity.models import Change, ChangeSet, Event
from webapp.db import db, insert_tuples


class Changed(NamedTuple):
    """One value of one person before and after; `kind` and `key` as in Change."""

    person_id: int
    kind: str
    key: str
    old: object
    new: object


def open_change_set(kind: str, title: str, *, by, now: int, undoes_id: int | None = None) -> ChangeSet:
    """Begin a change set; what the verbs of this transaction change is written to it."""
    change_set = ChangeSet(at=now, by_id=by.id, kind=kind, title=title, undoes_id=undoes_id, people=0)
    db.session.add(change_set)
    db.session.flush()
    return change_set


def note_changes(change_set: ChangeSet, changes: Sequence[Changed]) -> None:
    """Write the changes of some people to the change set, each person counted once per call.

    A value that is the same before and after writes no row.
    """
    real = [change for change in changes if change.old != change.new]
    set_id = change_set.id
    insert_tuples(Change, ("change_set_id", *Changed._fields), [(set_id, *change) for change in real])
    change_set.people += len({change.person_id for change in real})


def track(
    kind: str, people: Iterable[tuple[int, dict]], *, by, now: int, change_set: ChangeSet | None = None
) -> None:
    """Write one event of this kind for each (person id, data)."""
    deed = (now, by.id, kind, change_set.id if change_set else None)
    rows = [(person_id, *deed, data) for person_id, data in people]
    insert_tuples(Event, ("person_id", "at", "by_id", "kind", "change_set_id", "data"), rows)
