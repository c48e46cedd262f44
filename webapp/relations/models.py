"""Kinds of relations, and the pairs of people between whom there is one."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Key, Model


class RelationKind(Model):
    """`name` is what the second of a pair is to the first ('Referred by'), `reverse` what the first is to the
    second ('Referred'); among equals, such as spouses, both are the same.

    `retired_at`: it is no longer offered, and pairs that have it keep it.
    """

    __tablename__ = "relation_kind"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    name: Mapped[str]
    reverse: Mapped[str]
    pair_key: Mapped[str] = mapped_column(Key(), unique=True)
    created_at: Mapped[int] = mapped_column(UTC)
    retired_at: Mapped[int | None] = mapped_column(UTC)


class PersonRelation(Model):
    """One relation of two people, the one with the lower id first, so that there is never a second row for
    what is already said. `turned`: the kind's names are meant from the second person's side."""

    __tablename__ = "person_relation"
    __table_args__ = (
        CheckConstraint("first_id < second_id", name="ck_person_relation_order"),
        Index("ix_person_relation_second", "second_id", "first_id"),
        {"sqlite_with_rowid": False},
    )

    first_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    second_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind_id: Mapped[int] = mapped_column(
        ForeignKey("relation_kind.id"), primary_key=True, autoincrement=False
    )
    turned: Mapped[bool]
    at: Mapped[int] = mapped_column(UTC)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
