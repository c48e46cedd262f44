"""The files of one person."""

from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, or_, select

from webapp.db import Prepared, db
from webapp.files.models import FileContent, PersonFile
from webapp.files.types import Sort, sort_of
from webapp.people.models import Note
from webapp.users.user import User


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


def _that_stand(*what) -> Select:
    """Of the files of `person_id`, those that are neither removed themselves nor on a deleted note."""
    return (
        select(*what)
        .join_from(PersonFile, FileContent)
        .outerjoin(Note, Note.id == PersonFile.note_id)
        .where(
            PersonFile.person_id == bindparam("person_id"),
            PersonFile.waiting_until == 0,
            PersonFile.deleted_at.is_(None),
            or_(PersonFile.note_id.is_(None), Note.deleted_at.is_(None)),
        )
    )


_OF_PERSON = Prepared(
    _that_stand(
        PersonFile.id,
        PersonFile.note_id,
        PersonFile.name,
        FileContent.bytes,
        FileContent.type,
        FileContent.has_pictures,
        PersonFile.created_at,
        func.coalesce(User.name, "").label("by"),
    )
    .outerjoin(User, User.id == PersonFile.by_id)
    .order_by(PersonFile.created_at.desc(), PersonFile.id.desc())
)
_ONE_OF_PERSON = _that_stand(PersonFile, FileContent).where(PersonFile.id == bindparam("file_id"))


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
    statement = _ONE_OF_PERSON.with_for_update(of=PersonFile) if lock else _ONE_OF_PERSON
    row = db.session.execute(statement, {"person_id": person_id, "file_id": file_id}).first()
    return Found(*row) if row else None
