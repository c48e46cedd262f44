"""People, their addresses, and what was done with them."""

from sqlalchemy import BigInteger, Float, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Key, Model

KINDS = ("contact", "lead", "customer")
"""A person's kind; the position is its value in the counters."""

ALIVE, IN_TRASH = "alive", "in the trash"
"""The values of a change of the kind 'person', beside {"merged into": id}; None is somebody who was not there
yet."""
TRASHED, MERGED = 1, 2
"""The values of `hidden` beside 0."""


def _living(name: str, *columns: str) -> Index:
    """An index over the people that are not in the trash. The 0 is a literal: a bound parameter would lose
    the partial index on PostgreSQL."""
    return Index(name, *columns, sqlite_where=text("hidden = 0"), postgresql_where=text("hidden = 0"))


def _in_a_stage(name: str, *columns: str) -> Index:
    """As _living, over those who stand in a pipeline: the others cost it nothing."""
    where = text("hidden = 0 AND stage_id IS NOT NULL")
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


def _deleted(name: str) -> Index:
    """An index over the few rows that wait to be purged."""
    gone = text("deleted_at IS NOT NULL")
    return Index(name, "deleted_at", sqlite_where=gone, postgresql_where=gone)


class Person(Model):
    """Anyone in the database.

    `name` is what lists show: first and last name, else the company's name. Every `*_key` is its neighbour
    folded. `email_norm`, `phone_norm` copy the primary address, '' without one. `company_key` copies the
    company's name for sorting. `birthday` is a day ordinal, `birthday_md` month * 100 + day; 0 for unknown.
    `stage_value` (hundredths) and `stage_expected` (a day ordinal) are what is hoped for; 0 for unknown.
    `last_contact_at` is the last manual touch, `last_touch_at` the last of any; 0 for never.
    `hidden` is 0 for the living, TRASHED for people in the trash, who have a row in person_trash, and MERGED
    for who is part of somebody else now, as their row in person_merged says.
    """

    __tablename__ = "person"
    __table_args__ = (
        _living("ix_person_name", "name_key", "id"),
        _living("ix_person_created", "created_at", "id"),
        _living("ix_person_changed", "changed_at", "id"),
        _living("ix_person_contact", "last_contact_at", "id"),
        _living("ix_person_touch", "last_touch_at", "id"),
        _living("ix_person_email", "email_norm", "id"),
        _living("ix_person_phone", "phone_norm", "id"),
        _living("ix_person_company_name", "company_key", "id"),
        _living("ix_person_city", "city_key", "id"),
        _living("ix_person_place", "country", "state", "name_key", "id"),
        _living("ix_person_source", "source_key", "name_key", "id"),
        _living("ix_person_kind", "kind", "name_key", "id"),
        _living("ix_person_status", "status_id", "name_key", "id"),
        _living("ix_person_stage", "stage_id", "name_key", "id"),
        _living("ix_person_owner", "owner_id", "name_key", "id"),
        _living("ix_person_owner_contact", "owner_id", "last_contact_at", "id"),
        _in_a_stage("ix_person_owner_stage", "owner_id", "stage_id", "name_key", "id"),
        _living("ix_person_office", "office_id", "name_key", "id"),
        _living("ix_person_office_contact", "office_id", "last_contact_at", "id"),
        _living("ix_person_company", "company_id", "name_key", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    hidden: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(default="contact")
    status_id: Mapped[int] = mapped_column(ForeignKey("status.id"))
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    stage_value: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    stage_expected: Mapped[int] = mapped_column(default=0, server_default="0")
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    created_at: Mapped[int] = mapped_column(UTC)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[int] = mapped_column(UTC)
    last_contact_at: Mapped[int] = mapped_column(UTC, default=0)
    last_touch_at: Mapped[int] = mapped_column(UTC, default=0)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key())
    email_norm: Mapped[str] = mapped_column(Key(), default="")
    phone_norm: Mapped[str] = mapped_column(Key(), default="")
    company_key: Mapped[str] = mapped_column(Key(), default="")
    first: Mapped[str] = mapped_column(default="")
    first_key: Mapped[str] = mapped_column(Key(), default="")
    last: Mapped[str] = mapped_column(default="")
    last_key: Mapped[str] = mapped_column(Key(), default="")
    title: Mapped[str] = mapped_column(default="")
    title_key: Mapped[str] = mapped_column(Key(), default="")
    street: Mapped[str] = mapped_column(default="")
    street_key: Mapped[str] = mapped_column(Key(), default="")
    city: Mapped[str] = mapped_column(default="")
    city_key: Mapped[str] = mapped_column(Key(), default="")
    postcode: Mapped[str] = mapped_column(default="")
    postcode_key: Mapped[str] = mapped_column(Key(), default="")
    country: Mapped[str] = mapped_column(Key(), default="")
    state: Mapped[str] = mapped_column(Key(), default="")
    source: Mapped[str] = mapped_column(default="")
    source_key: Mapped[str] = mapped_column(Key(), default="")
    industry: Mapped[str] = mapped_column(default="")
    industry_key: Mapped[str] = mapped_column(Key(), default="")
    website: Mapped[str] = mapped_column(default="")
    website_key: Mapped[str] = mapped_column(Key(), default="")
    birthday: Mapped[int] = mapped_column(default=0)
    birthday_md: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(Key(), default="")
    zone: Mapped[str] = mapped_column(Key(), default="")


class PersonEmail(Model):
    """`position` 0 is the primary one; `norm` is not unique, two people may share an address."""

    __tablename__ = "person_email"
    __table_args__ = (Index("ix_person_email_norm", "norm", "person_id"), {"sqlite_with_rowid": False})

    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shown: Mapped[str]
    norm: Mapped[str] = mapped_column(Key())


class PersonPhone(Model):
    """As PersonEmail; `norm` is E.164."""

    __tablename__ = "person_phone"
    __table_args__ = (Index("ix_person_phone_norm", "norm", "person_id"), {"sqlite_with_rowid": False})

    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shown: Mapped[str]
    norm: Mapped[str] = mapped_column(Key())


class PersonSearch(Model):
    """What the search box looks through: `txt` is every folded word with a blank before it, `phones` the
    digits of every number. On SQLite triggers keep the trigram index `person_fts` in step with the rows that
    are `indexed`; the others wait for it (indexing.py) and are read one by one meanwhile."""

    __tablename__ = "person_search"
    __table_args__ = (
        Index(
            "ix_newcomers",
            "person_id",
            sqlite_where=text("indexed = 0"),
            postgresql_where=text("indexed = 0"),
        ),
    )

    person_id: Mapped[int] = mapped_column(
        BigKey(), ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    txt: Mapped[str] = mapped_column(Text)
    phones: Mapped[str] = mapped_column(Text, default="")
    indexed: Mapped[int] = mapped_column(default=1)


class PersonTrash(Model):
    """In the trash since when and by whom; restored by deleting this row, purged after 30 days."""

    __tablename__ = "person_trash"

    person_id: Mapped[int] = mapped_column(
        BigKey(), ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    at: Mapped[int] = mapped_column(UTC, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    change_set_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"))


class PersonMerged(Model):
    """Merged into somebody since when and by whom; taken apart by deleting this row.

    It outlives who was merged, who is erased after 30 days: their address leads to whom they became for good.
    """

    __tablename__ = "person_merged"

    person_id: Mapped[int] = mapped_column(BigKey(), primary_key=True, autoincrement=False)
    into_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[int] = mapped_column(UTC, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    change_set_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"), index=True)


class Conversion(Model):
    """A change of kind with the status that the person had before, which converting back restores."""

    __tablename__ = "conversion"
    __table_args__ = (Index("ix_conversion_person", "person_id", "at"),)

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[int] = mapped_column(UTC)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    from_kind: Mapped[str]
    to_kind: Mapped[str]
    status_before_id: Mapped[int] = mapped_column(ForeignKey("status.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class Touch(Model):
    """A call, meeting, visit, letter or mail. `manual` ones set last contact; `minutes` is None if unknown.
    `number` is the phone number that was called, as typed, '' if nobody said.

    `deleted_at` keeps a row that was taken back, for its undo.
    """

    __tablename__ = "touch"
    __table_args__ = (
        Index("ix_touch_person", "person_id", "at"),
        Index(
            "ix_touch_at",
            *("at", "person_id", "kind", "outcome", "manual"),
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        _deleted("ix_touch_deleted"),
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str]
    at: Mapped[int] = mapped_column(UTC)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    manual: Mapped[bool] = mapped_column(default=True)
    minutes: Mapped[float | None] = mapped_column(Float)
    outcome: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[int] = mapped_column(UTC)
    deleted_at: Mapped[int | None] = mapped_column(UTC)
    number: Mapped[str] = mapped_column(default="", server_default="")


class Note(Model):
    """A note on a person; earlier wordings are in note_version, a deleted one stays for its undo.

    `mentions` says whom an "@Tomás Lima" in any of its wordings means, {"Tomás Lima": user_id}, whatever they
    are called now.
    """

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_person", "person_id", "created_at"), _deleted("ix_note_deleted"))

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[int] = mapped_column(UTC)
    changed_at: Mapped[int | None] = mapped_column(UTC)
    pinned_at: Mapped[int | None] = mapped_column(UTC)
    deleted_at: Mapped[int | None] = mapped_column(UTC)
    deleted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    mentions: Mapped[dict] = mapped_column(Json, default=dict, server_default="{}")


class NoteVersion(Model):
    """How a note read before an edit, and who replaced that wording when."""

    __tablename__ = "note_version"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[int] = mapped_column(UTC)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
