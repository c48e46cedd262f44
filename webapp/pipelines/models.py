"""Where people stand: the stages of pipelines, and statuses."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Key, Model


class Status(Model):
    """`role` marks the two that Muster itself sets: 'new' for new people, 'converted' for customers.

    `retired_at`: it was deleted; its row stays while undo may bring it back.
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


class Pipeline(Model):
    """Stages in their order. `retired_at` as in Status."""

    __tablename__ = "pipeline"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key(), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[int] = mapped_column(UTC)
    retired_at: Mapped[int | None] = mapped_column(UTC)


class Stage(Model):
    """A step of a pipeline; a person is in at most one stage of them all. `retired_at` as in Status."""

    __tablename__ = "stage"
    __table_args__ = (Index("ix_stage_name", "pipeline_id", "name_key", unique=True),)

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    pipeline_id: Mapped[int] = mapped_column(ForeignKey("pipeline.id"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key())
    hue: Mapped[str] = mapped_column(default="gray")
    position: Mapped[int] = mapped_column(default=0)
    pauses_reminders: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[int] = mapped_column(UTC)
    retired_at: Mapped[int | None] = mapped_column(UTC)
