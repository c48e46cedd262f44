"""Selections, and whom a frozen one holds."""

from sqlalchemy import ColumnElement, ForeignKey, Index, or_
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Key, Model


class Selection(Model):
    """Criteria saved by `owner_id` for what comes next; shared with everybody since `shared_at`.

    `criteria` is a stored tree, stated at `stated_at`. `frozen_at`: since then it is whom its rows name;
    without it, whoever matches. `retired_at`: it was deleted, and may be taken back for a while.
    """

    __tablename__ = "selection"
    __table_args__ = (Index("ix_selection_owner", "owner_id", "name_key"),)

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key())
    criteria: Mapped[object] = mapped_column(Json)
    stated_at: Mapped[int] = mapped_column(UTC)
    created_at: Mapped[int] = mapped_column(UTC)
    changed_at: Mapped[int] = mapped_column(UTC)
    shared_at: Mapped[int | None] = mapped_column(UTC)
    frozen_at: Mapped[int | None] = mapped_column(UTC)
    retired_at: Mapped[int | None] = mapped_column(UTC)

    @classmethod
    def known_to(cls, user_id: int | None) -> ColumnElement[bool]:
        """Whether a user may look at it: their own and the shared ones, as long as they are there."""
        return or_(cls.owner_id == user_id, cls.shared_at.is_not(None)) & cls.retired_at.is_(None)


class SelectionPerson(Model):
    """Somebody whom a frozen selection holds."""

    __tablename__ = "selection_person"
    __table_args__ = (
        Index("ix_selection_person_person", "person_id"),
        {"sqlite_with_rowid": False},
    )

    selection_id: Mapped[int] = mapped_column(
        ForeignKey("selection.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
