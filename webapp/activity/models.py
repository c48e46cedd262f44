"""What happened: events for the timeline, change sets for undo, the audit log for administrators."""

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Model


class ChangeSet(Model):
    """One move that can be taken back: an edit, an import, a bulk action, or the undo of one.

    `kind` is a word such as 'edit', 'import', 'create', 'trash', 'undo'; `title` says it on screen and never
    names a person, since it is shown to people who may not see them.
    `about` is the kind of record on which it is a deed ('tag', 'company'), '' for one on people alone.
    `people` and `records` are how many of them it touched. `ongoing` is true while a job still adds to it.
    `undoes_id` names the change set that this one took back, `undone_at` says since when this one is taken
    back itself.
    """

    __tablename__ = "change_set"
    __table_args__ = (
        Index("ix_change_set_by", "by_id", "id"),
        Index(
            "ix_change_set_unpurged",
            "at",
            sqlite_where=text("purged_at IS NULL"),
            postgresql_where=text("purged_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    at: Mapped[int] = mapped_column(UTC)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str]
    title: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(default="")
    people: Mapped[int] = mapped_column(default=0)
    records: Mapped[int] = mapped_column(default=0)
    ongoing: Mapped[bool] = mapped_column(default=False)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"), unique=True)
    undone_at: Mapped[int | None] = mapped_column(UTC)
    purged_at: Mapped[int | None] = mapped_column(UTC)


class Change(Model):
    """One value of one person that a change set wrote; `kind` names what can reverse it (reversing.py).

    A created person is one row, values that did not change have none.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_set_person", "change_set_id", "person_id"),
        Index("ix_change_person", "person_id", "kind", "key"),
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"))
    person_id: Mapped[int]
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(default="")
    old: Mapped[object] = mapped_column(Json, nullable=True)
    new: Mapped[object] = mapped_column(Json, nullable=True)


class RecordChange(Model):
    """One value of a record that is no person (a tag, a company) which a change set wrote.

    `kind` names what can reverse it (records.py). `key` is STANDS for whether the record is there, which is
    None before it was made and since it was deleted.
    """

    __tablename__ = "record_change"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"), index=True)
    kind: Mapped[str]
    record_id: Mapped[int] = mapped_column(BigKey())
    key: Mapped[str]
    old: Mapped[object] = mapped_column(Json, nullable=True)
    new: Mapped[object] = mapped_column(Json, nullable=True)


class Event(Model):
    """Something that happened to a person, for the timeline; append-only.

    One row per person and deed, not per field. `data` is what the sentence needs.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_person", "person_id", "at", "id"),)

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    person_id: Mapped[int]
    at: Mapped[int] = mapped_column(UTC)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str]
    change_set_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"))
    data: Mapped[dict] = mapped_column(Json)


class AuditEntry(Model):
    """Who did what that an administrator must be able to look up, when and from where."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    at: Mapped[int] = mapped_column(UTC, index=True)
    by_id: Mapped[int | None]
    what: Mapped[str]
    about: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(default="")
