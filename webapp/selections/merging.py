"""A frozen selection that holds somebody who is merged holds whoever is kept."""

from sqlalchemy import delete, select, tuple_

from webapp.activity.models import ChangeSet
from webapp.activity.moving import Merge, moves
from webapp.activity.putting_back import note_put_back
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.db import db, insert_rows
from webapp.selections.models import Selection, SelectionPerson


def register() -> None:
    """Let places in frozen selections go along: the key of a change is the selection's id."""
    moves("frozen selections", _give)
    reversible("selection", Reversible(_present, _put_back, _name, _words))


def _give(merge: Merge) -> None:
    holding = select(SelectionPerson.selection_id)
    theirs = set(db.session.scalars(holding.where(SelectionPerson.person_id.in_(merge.merged_ids))))
    own = set(db.session.scalars(holding.where(SelectionPerson.person_id == merge.kept_id)))
    todo = {(merge.kept_id, str(selection_id)): (None, True) for selection_id in sorted(theirs - own)}
    _put_back(todo, by=merge.by, now=merge.now, change_set=merge.change_set)


def _present(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    ids = {int(key) for _, key in pairs}
    frozen = select(Selection.id).where(Selection.id.in_(ids), Selection.frozen_at > 0)
    there = set(db.session.scalars(frozen))
    rows = db.session.execute(
        select(SelectionPerson.person_id, SelectionPerson.selection_id).where(
            SelectionPerson.selection_id.in_(there), SelectionPerson.person_id.in_({i for i, _ in pairs})
        )
    )
    held = {(person_id, str(selection_id)) for person_id, selection_id in rows}
    return {pair: pair in held or None for pair in pairs if int(pair[1]) in there}


def _put_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    pairs = {(int(key), person_id): wanted for (person_id, key), (_, wanted) in todo.items()}
    both = tuple_(SelectionPerson.selection_id, SelectionPerson.person_id)
    leaving = [pair for pair, on in pairs.items() if not on]
    db.session.execute(delete(SelectionPerson).where(both.in_(leaving)))
    adding = [{"selection_id": of, "person_id": i} for (of, i), on in pairs.items() if on]
    insert_rows(SelectionPerson, adding)
    note_put_back(change_set, "selection", todo, now=now, counts=False)


def _name(_key: str) -> str:
    return "A frozen selection"


def _words(_key: str, value: object) -> str:
    return "in it" if value else ""
