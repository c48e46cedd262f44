"""What nouns share that put back what is a person's: the rows that changes mean, and the note of it."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import select

from webapp.activity.models import ChangeSet
from webapp.activity.reversing import PersonKey, Todo
from webapp.activity.tracking import Changed, note_changes
from webapp.db import db

Row = TypeVar("Row")


def rows_at(model: type[Row], pairs: Iterable[PersonKey], *, lock: bool) -> dict[PersonKey, Row]:
    """The rows of a model that belong to people, for changes whose key is the row's id; with `lock` nobody
    else changes them until the transaction ends."""
    statement = select(model).where(model.id.in_([int(key) for _, key in pairs])).order_by(model.id)
    found = db.session.scalars(statement.with_for_update() if lock else statement)
    return {(row.person_id, str(row.id)): row for row in found}


def note_put_back(change_set: ChangeSet, kind: str, todo: Todo, *, now: int, counts: bool = True) -> None:
    """Note what was put back; `counts` as in note_changes()."""
    changes = [Changed(person_id, kind, key, *values) for (person_id, key), values in todo.items()]
    note_changes(change_set, changes, now=now, counts=counts)
