"""Statuses: the editable list of where a relation stands."""

from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Key, Model


class Status(Model):
    """`role` marks the two that Muster itself sets: 'new' for new people, 'converted' for customers.

    `retired_at`: it was deleted, and a job still moves its people to another.
    """

    __tablename__ = "status"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key(), unique=True)
    hue: Mapped[str] = mapped_column(default="gray")
    position: Mapped[int] = mapped_column(default=0)
    role: Mapped[str] = mapped_column(default="")
    pauses_reminders: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[int] = mapped_column(UTC)
    retired_at: Mapped[int | None] = mapped_column(UTC)
