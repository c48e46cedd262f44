"""What files tell of people: that they are there, and the files themselves."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from webapp.activity.knowing import File, Row, may_name, tells, tells_files, told
from webapp.db import fetch
from webapp.files.models import FileContent, PersonFile
from webapp.files.store import FOLDER, PICTURES
from webapp.users.user import user_name


def register() -> None:
    """Tell of files, those that were removed and are still there too."""
    tells("Files", _files, PersonFile, FileContent)
    tells_files("files", _bytes)
    may_name(PersonFile.name)


def _files(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            PersonFile.person_id.label("record"),
            PersonFile.name.label("file"),
            FileContent.type.label("type"),
            FileContent.bytes.label("bytes"),
            FileContent.sha256.label("sha256"),
            PersonFile.note_id.label("on note"),
            PersonFile.created_at.label("added"),
            PersonFile.deleted_at.label("removed"),
            user_name(PersonFile.by_id).label("by"),
        )
        .join(FileContent, FileContent.id == PersonFile.content_id)
        .where(PersonFile.person_id.in_(person_ids))
        .order_by(PersonFile.id)
    )


def _bytes(person_ids: Sequence[int]) -> list[File]:
    stored = (
        select(PersonFile.name, FileContent.name.label("stored"))
        .join(FileContent, FileContent.id == PersonFile.content_id)
        .where(PersonFile.person_id.in_(person_ids))
        .order_by(PersonFile.id)
    )
    lies = Path(FOLDER)
    return [
        File(name, lies / stored, tuple(lies / (stored + picture) for picture in PICTURES))
        for name, stored in fetch(stored)
    ]
