"""How putting files on people and taking them away is taken back, and how they go along in a merge."""

from webapp.activity.models import ChangeSet
from webapp.activity.moving import rows_move
from webapp.activity.putting_back import note_put_back, rows_at
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.activity.tracking import track
from webapp.db import db
from webapp.files.models import PersonFile


def register() -> None:
    """Let undo bring files back and take them away; those of merged people become the kept one's."""
    reversible("file", Reversible(_present, _put_back, lambda _key: "File", _words))
    rows_move("files", PersonFile, one="file", many="Files")


def _present(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    return {
        pair: None if file.deleted_at else file.name
        for pair, file in rows_at(PersonFile, pairs, lock=lock).items()
    }


def _put_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    for pair, file in rows_at(PersonFile, todo, lock=True).items():
        file.deleted_at = now if todo[pair][1] is None else None
    db.session.flush()
    note_put_back(change_set, "file", todo, now=now)
    undone = ((person_id, {"what": "file"}) for person_id in sorted({i for i, _ in todo}))
    track("undone", undone, by=by, now=now, change_set=change_set)


def _words(_key: str, name: object) -> str:
    return str(name or "")
