"""Sections, fields, and the values of custom fields."""

from sqlalchemy import BigInteger, Float, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Key, Model


class Section(Model):
    """A named part of the person page. `builtin` marks *Primary info*, which cannot be deleted."""

    __tablename__ = "section"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key(), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    builtin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[int] = mapped_column(UTC)


class Field(Model):
    """A field of a section. `builtin` is the name of a built-in field (builtin.py), '' for a custom one.

    `type` is one of CUSTOM_TYPES in types.py, or one that only built-in fields have. `country_field_id` is
    the field that a state field belongs to. An archived field keeps its values and is shown nowhere.
    """

    __tablename__ = "field"
    __table_args__ = (Index("uq_field_section_name", "section_id", "name_key", unique=True),)

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key())
    type: Mapped[str]
    builtin: Mapped[str] = mapped_column(default="")
    required: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    choices: Mapped[list[str]] = mapped_column(Json, default=list)
    country_field_id: Mapped[int | None] = mapped_column(ForeignKey("field.id"))
    created_at: Mapped[int] = mapped_column(UTC)
    archived_at: Mapped[int | None] = mapped_column(UTC)


class PersonField(Model):
    """One value of a custom field: numbers, day ordinals and 1 for yes in `v_num`, the rest in `v_text`.

    `v_key` is folded and at most 100 characters, NULL for numbers and long text.
    """

    __tablename__ = "person_field"
    __table_args__ = (
        Index(
            "ix_person_field_num",
            "field_id",
            "v_num",
            "person_id",
            sqlite_where=text("v_num IS NOT NULL"),
            postgresql_where=text("v_num IS NOT NULL"),
        ),
        Index(
            "ix_person_field_key",
            "field_id",
            "v_key",
            "person_id",
            sqlite_where=text("v_key IS NOT NULL"),
            postgresql_where=text("v_key IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    field_id: Mapped[int] = mapped_column(ForeignKey("field.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=0)
    v_num: Mapped[float | None] = mapped_column(Float)
    v_text: Mapped[str | None] = mapped_column(Text)
    v_key: Mapped[str | None] = mapped_column(Key())
