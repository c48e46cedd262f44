"""How putting files on people and taking them away is taken back, and how they go along in a merge."""

from collections.abc import Iterable

from sqlalchemy import select

from webapp.activity.models import ChangeSet
from webapp.activity.moving import rows_move
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.activity.tracking import Changed, note_changes, track
from webapp.db import db
from webapp.files.models import PersonFile


def register() -> None:
    """Let undo bring files back and take them away; those of merged people become the kept one's."""
    reversible("file", Reversible(_present, _put_back, lambda _key: "File", _words))
    rows_move("files", PersonFile, one="file", many="Files")


def _files(pairs: Iterable[PersonKey], *, lock: bool) -> dict[PersonKey, PersonFile]:
    statement = select(PersonFile).where(PersonFile.id.in_([int(key) for _, key in pairs]))
    found = db.session.scalars(
        statement.order_by(PersonFile.id).with_for_update() if lock else statement.order_by(PersonFile.id)
    )
    return {(file.person_id, str(file.id)): file for file in found}


def _present(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    return {pair: None if file.deleted_at else file.name for pair, file in _files(pairs, lock=lock).items()}


def _put_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    for pair, file in _files(todo, lock=True).items():
        file.deleted_at = now if todo[pair][1] is None else None
    db.session.flush()
    note_changes(change_set, [Changed(i, "file", key, *values) for (i, key), values in todo.items()], now=now)
    undone = ((person_id, {"what": "file"}) for person_id in sorted({i for i, _ in todo}))
    track("undone", undone, by=by, now=now, change_set=change_set)


def _words(_key: str, name: object) -> str:
    return str(name or "")
