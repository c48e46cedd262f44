"""Segments, who is in them, and filters saved under a name."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Key, Model


class Segment(Model):
    """A category chosen by hand; `office_id` is None for one of the whole company.

    `reminder_days` is None for one that reminds nobody. `counts_automatic`: automatic touches restart the
    period too. `retired_at`: it was deleted, and a job still takes its people out.
    """

    __tablename__ = "segment"
    __table_args__ = (
        Index("ix_segment_name", "office_id", "name_key", unique=True),
        Index(
            "ix_segment_company_name",
            "name_key",
            unique=True,
            sqlite_where=text("office_id IS NULL"),
            postgresql_where=text("office_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key())
    hue: Mapped[str] = mapped_column(default="gray")
    position: Mapped[int] = mapped_column(default=0)
    reminder_days: Mapped[int | None]
    counts_automatic: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[int] = mapped_column(UTC)
    retired_at: Mapped[int | None] = mapped_column(UTC)


class PersonSegment(Model):
    """Somebody's membership since `at`.

    `base_at` is when the period began: the last qualifying touch ever, else `at`. `due_at` is when it ends;
    None while nothing reminds (no period, a pause, in the trash). They are expired when `due_at <= now`, so
    it shows the second it happens. `expiry_seen` is 1 once the expiry was turned into an alert and counted.
    `snoozed_until` is 0 for no snooze.
    """

    __tablename__ = "person_segment"
    __table_args__ = (
        Index("ix_person_segment_due", "segment_id", "due_at", "person_id"),
        Index(
            "ix_person_segment_unseen",
            "due_at",
            "segment_id",
            "person_id",
            sqlite_where=text("due_at IS NOT NULL AND expiry_seen = 0"),
            postgresql_where=text("due_at IS NOT NULL AND expiry_seen = 0"),
        ),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    segment_id: Mapped[int] = mapped_column(ForeignKey("segment.id"), primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(UTC)
    base_at: Mapped[int] = mapped_column(UTC)
    due_at: Mapped[int | None] = mapped_column(UTC)
    snoozed_until: Mapped[int] = mapped_column(UTC, default=0)
    expiry_seen: Mapped[int] = mapped_column(default=0)


class ReminderPause(Model):
    """Nothing reminds of this person, since when and by whose wish."""

    __tablename__ = "reminder_pause"

    person_id: Mapped[int] = mapped_column(
        BigKey(), ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    at: Mapped[int] = mapped_column(UTC)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class SavedSegment(Model):
    """A filter saved under a name by `owner_id`; shared with everybody since `shared_at`, else private.

    `criteria` is a stored tree, stated at `stated_at`. Its reminder runs from the last contact (or any
    touch), else from when the person was created. `retired_at`: it was deleted, and may be taken back for a
    while.
    """

    __tablename__ = "saved_segment"
    __table_args__ = (Index("ix_saved_segment_owner", "owner_id", "position"),)

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key())
    hue: Mapped[str] = mapped_column(default="gray")
    position: Mapped[int] = mapped_column(default=0)
    criteria: Mapped[object] = mapped_column(Json)
    reminder_days: Mapped[int | None]
    counts_automatic: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[int] = mapped_column(UTC)
    shared_at: Mapped[int | None] = mapped_column(UTC)
    stated_at: Mapped[int] = mapped_column(UTC, default=0, server_default="0")
    retired_at: Mapped[int | None] = mapped_column(UTC)
