"""What files tell of people: that they are there, and the files themselves."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from webapp.activity.knowing import File, may_name, rows_of, tells, tells_files
from webapp.db import fetch
from webapp.files.models import FileContent, PersonFile
from webapp.files.store import FOLDER, PICTURES
from webapp.users.user import user_name


def register() -> None:
    """Tell of files, those that were removed and are still there too."""
    tells("Files", _FILES, PersonFile, FileContent)
    tells_files("files", _bytes)
    may_name(PersonFile.name)


_FILES = rows_of(
    {
        "record": PersonFile.person_id,
        "file": PersonFile.name,
        "type": FileContent.type,
        "bytes": FileContent.bytes,
        "sha256": FileContent.sha256,
        "on note": PersonFile.note_id,
        "added": PersonFile.created_at,
        "removed": PersonFile.deleted_at,
        "by": user_name(PersonFile.by_id),
    },
    join=FileContent,
    order_by=(PersonFile.id,),
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
