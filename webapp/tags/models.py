"""Tags and who has them."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Key, Model


class Tag(Model):
    """`retired_at`: it was deleted; its row stays while undo may bring it back."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key(), unique=True)
    hue: Mapped[str] = mapped_column(default="gray")
    created_at: Mapped[int] = mapped_column(UTC)
    retired_at: Mapped[int | None] = mapped_column(UTC)


class PersonTag(Model):
    __tablename__ = "person_tag"
    __table_args__ = (
        Index("ix_person_tag_tag", "tag_id", "person_id"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(UTC)
