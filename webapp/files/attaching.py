"""Putting files on people and their notes, and taking them away.

Both are changes of the kind 'file' whose key is the file's id and whose value its name, None for one that is
not there. So undo takes them back.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import Changed, note_changes, track
from webapp.db import db
from webapp.files.models import FileContent, PersonFile
from webapp.files.naming import kept_name
from webapp.files.store import Taken

MOST_FILES = 500
WAITS_SECONDS = 24 * 3600


class TooMany(ValueError):
    """Says how many files somebody may have."""


class Upload(NamedTuple):
    """A file that is in the store: what was taken in, what it was called, and whether it has pictures."""

    taken: Taken
    called: str
    has_pictures: bool


def let_wait(person_id: int, upload: Upload, *, by, now: int) -> PersonFile:
    """A file in a form that is not sent yet; it waits for a day. Raises TooMany."""
    return _add(person_id, [upload], by, now, waiting_until=now + WAITS_SECONDS)[0]


def waiting_files(person_id: int, file_ids: Collection[int], *, by, now: int) -> list[PersonFile]:
    """Those of these files that the user uploaded for the person and that still wait, each for one form."""
    waiting = (
        select(PersonFile)
        .where(
            PersonFile.id.in_(file_ids),
            PersonFile.person_id == person_id,
            PersonFile.by_id == by.id,
            PersonFile.waiting_until > now,
            PersonFile.deleted_at.is_(None),
        )
        .order_by(PersonFile.id)
    )
    return list(db.session.scalars(waiting.with_for_update()))


def attach(
    person_id: int,
    uploads: Sequence[Upload],
    waiting: Sequence[PersonFile] = (),
    *,
    note_id: int | None = None,
    by,
    now: int,
    change_set: ChangeSet,
) -> list[PersonFile]:
    """Put files on somebody, or on a note of theirs: new ones, and those that waited. Raises TooMany."""
    files = [*waiting, *_add(person_id, uploads, by, now)]
    for file in files:
        file.waiting_until, file.note_id, file.created_at = 0, note_id, now
    db.session.flush()
    if files:
        changes = [Changed(person_id, "file", str(file.id), None, file.name) for file in files]
        note_changes(change_set, changes, now=now, counts=note_id is None)
        if note_id is None:
            told = {"files": [file.name for file in files]}
            track("filed", [(person_id, told)], by=by, now=now, change_set=change_set)
    return files


def remove(file: PersonFile, *, by, now: int, change_set: ChangeSet) -> None:
    """Take a file away; row and bytes stay for undo."""
    file.deleted_at = now
    db.session.flush()
    note_changes(change_set, [Changed(file.person_id, "file", str(file.id), file.name, None)], now=now)
    told = [(file.person_id, {"files": [file.name]})]
    track("file removed", told, by=by, now=now, change_set=change_set)


def _add(
    person_id: int, uploads: Sequence[Upload], by, now: int, *, waiting_until: int = 0
) -> list[PersonFile]:
    _check_number(person_id, len(uploads))
    files = []
    for taken, called, has_pictures in uploads:
        content = FileContent(**taken._asdict(), has_pictures=has_pictures, created_at=now)
        db.session.add(content)
        db.session.flush()
        files.append(
            PersonFile(
                person_id=person_id,
                content_id=content.id,
                name=kept_name(called),
                by_id=by.id,
                created_at=now,
                waiting_until=waiting_until,
            )
        )
    db.session.add_all(files)
    db.session.flush()
    return files


def _check_number(person_id: int, more: int) -> None:
    theirs = select(func.count()).where(PersonFile.person_id == person_id, PersonFile.deleted_at.is_(None))
    if more and db.session.scalar(theirs) + more > MOST_FILES:
        raise TooMany(f"Somebody has at most {MOST_FILES} files. Remove some first.")
