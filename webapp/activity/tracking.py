"""Writing down what happens, in the transaction in which it happens."""

from collections.abc import Iterable, Mapping, Sequence

from webapp.activity.models import Change, ChangeSet, Event, RecordChange
from webapp.activity.reacting import Changed, tell, tell_of_record
from webapp.db import insert_one, insert_tuples


def open_change_set(kind: str, title: str, *, by, now: int, about: str = "", people: int = 0) -> ChangeSet:
    """Begin a change set; what the verbs of this transaction change is written to it.

    `people` is for who knows how many it changes: verbs that take `counts=False` spare writing it once more.
    `about` is the kind of record of a deed on a tag, company or the like: whoever may do such deeds may take
    it back, and its people go back with it, whoever sees them.
    """
    return insert_one(ChangeSet, at=now, by_id=by.id, kind=kind, title=title, about=about, people=people)


def note_changes(change_set: ChangeSet, changes: Sequence[Changed], *, now: int, counts: bool = True) -> None:
    """Write the changes of some people to the change set, each person counted once per call, and tell those
    who react to them (reacting.py); what they are made of stands in the database by now.

    A value that is the same before and after writes no row. Without `counts` they are counted already.
    """
    real = [change for change in changes if change.old != change.new]
    set_id = change_set.id
    insert_tuples(Change, ("change_set_id", *Changed._fields), [(set_id, *change) for change in real])
    if counts:
        change_set.people += len({change.person_id for change in real})
    tell(real, now=now, change_set=change_set)


def note_record(
    change_set: ChangeSet, kind: str, record_id: int, values: Mapping[str, tuple[object, object]]
) -> None:
    """Write what a change set made of one record, as {key: (old, new)}; keys as in RecordChange.

    A value that is the same before and after writes no row.
    """
    real = [(key, old, new) for key, (old, new) in values.items() if old != new]
    names = ("change_set_id", "kind", "record_id", "key", "old", "new")
    insert_tuples(RecordChange, names, [(change_set.id, kind, record_id, *change) for change in real])
    change_set.records += bool(real)
    tell_of_record(kind, record_id, values, now=change_set.at)


def track(
    kind: str, people: Iterable[tuple[int, dict]], *, by, now: int, change_set: ChangeSet | None = None
) -> None:
    """Write one event of this kind for each (person id, data)."""
    deed = (now, by.id, kind, change_set.id if change_set else None)
    rows = [(person_id, *deed, data) for person_id, data in people]
    insert_tuples(Event, ("person_id", "at", "by_id", "kind", "change_set_id", "data"), rows)
