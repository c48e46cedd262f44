"""The files of one person."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select

from webapp.db import Prepared, db
from webapp.files.models import FileContent, PersonFile
from webapp.files.types import Sort, sort_of
from webapp.people.models import Note
from webapp.users.user import User

STANDING = PersonFile.waiting_until == 0, PersonFile.deleted_at.is_(None)


class Shown(NamedTuple):
    """A file as one sees it; `note_id` is the note that it is on, None for the person alone, `by` who put it
    there, '' for Muster."""

    id: int
    note_id: int | None
    name: str
    bytes: int
    type: str
    has_pictures: bool
    created_at: int
    by: str

    @property
    def sort(self) -> Sort:
        """What it is, in words."""
        return sort_of(self.type)


_FILES = (
    select(
        PersonFile.id,
        PersonFile.note_id,
        PersonFile.name,
        FileContent.bytes,
        FileContent.type,
        FileContent.has_pictures,
        PersonFile.created_at,
        func.coalesce(User.name, "").label("by"),
    )
    .join(FileContent, FileContent.id == PersonFile.content_id)
    .outerjoin(Note, Note.id == PersonFile.note_id)
    .outerjoin(User, User.id == PersonFile.by_id)
    .where(
        PersonFile.person_id == bindparam("person_id"),
        *STANDING,
        or_(PersonFile.note_id.is_(None), Note.deleted_at.is_(None)),
    )
    .order_by(PersonFile.created_at.desc(), PersonFile.id.desc())
)
_OF_PERSON = Prepared(_FILES)


def files_of(person_id: int) -> list[Shown]:
    """All that stand, on their notes that stand too, the newest first; the caller has checked who may see the
    person."""
    return [Shown(*row) for row in _OF_PERSON.rows(person_id=person_id)]


class Found(NamedTuple):
    """A file of a person with its bytes."""

    file: PersonFile
    content: FileContent


def file_of(person_id: int, file_id: int, *, lock: bool = False) -> Found | None:
    """A file of that person that stands; with `lock` nobody else changes it until the transaction ends."""
    statement = (
        select(PersonFile, FileContent)
        .join(FileContent, FileContent.id == PersonFile.content_id)
        .outerjoin(Note, Note.id == PersonFile.note_id)
        .where(
            PersonFile.id == file_id,
            PersonFile.person_id == person_id,
            *STANDING,
            or_(PersonFile.note_id.is_(None), Note.deleted_at.is_(None)),
        )
    )
    row = db.session.execute(statement.with_for_update(of=PersonFile) if lock else statement).first()
    return Found(*row) if row else None
