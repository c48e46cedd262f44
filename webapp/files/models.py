"""What was uploaded, and whose it is."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Model

_GONE = text("deleted_at IS NOT NULL")
_WAITING = text("waiting_until > 0")


class FileContent(Model):
    """Bytes that lie in the store (store.py) under `name`; it says nothing of a person.

    `type` was told by the bytes. `has_pictures`: a small and a large picture of it lie there too.
    """

    __tablename__ = "file_content"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    bytes: Mapped[int] = mapped_column(BigKey())
    sha256: Mapped[str]
    type: Mapped[str]
    has_pictures: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[int] = mapped_column(UTC)


class PersonFile(Model):
    """A file of a person, maybe on a note of theirs, under the name that it came with.

    While `waiting_until` is not 0 it was uploaded into a form that nobody has sent yet, and nobody sees it.
    `deleted_at` keeps a row that was taken away, for its undo. Contents without a row are swept away with
    their bytes (sweeping.py), so erasing a person takes their files along.
    """

    __tablename__ = "person_file"
    __table_args__ = (
        Index("ix_person_file_person", "person_id", "created_at"),
        Index("ix_person_file_deleted", "deleted_at", sqlite_where=_GONE, postgresql_where=_GONE),
        Index("ix_person_file_waiting", "waiting_until", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), index=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("file_content.id"), index=True)
    name: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[int] = mapped_column(UTC)
    waiting_until: Mapped[int] = mapped_column(UTC, default=0)
    deleted_at: Mapped[int | None] = mapped_column(UTC)
