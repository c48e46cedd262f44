"""Who is perhaps the same as whom: what people are alike by, who is to be looked at, and the pairs found."""

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Key, Model


class Block(Model):
    """Somebody stands in a block with all others of the same `key` (blocking.py): they are compared.

    `name` is their folded name in sorted words, so that most of them need no second look.
    """

    __tablename__ = "duplicate_block"
    __table_args__ = (Index("ix_duplicate_block_person", "person_id"), {"sqlite_with_rowid": False})

    key: Mapped[str] = mapped_column(Key(), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(Key())


class Due(Model):
    """Somebody is new, or changed in what people are compared by, and was not looked at since.

    `marks` grows with each change, so that one which comes while somebody is looked at is not lost.
    """

    __tablename__ = "duplicate_due"

    person_id: Mapped[int] = mapped_column(
        BigKey(), ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    marks: Mapped[int] = mapped_column(default=1)


class Pair(Model):
    """Two people who are perhaps the same, `first_id` the lower id.

    `reasons` is [[sentence, points], …], which come to the `score`. `dismissed_at`: somebody said that they
    are not the same, which stands whatever becomes of the score.
    """

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        Index("ix_duplicate_pair_second", "second_id"),
        Index(
            "ix_duplicate_pair_open",
            "score",
            "first_id",
            "second_id",
            sqlite_where=text("dismissed_at IS NULL"),
            postgresql_where=text("dismissed_at IS NULL"),
        ),
        {"sqlite_with_rowid": False},
    )

    first_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    second_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    score: Mapped[int]
    reasons: Mapped[list] = mapped_column(Json)
    found_at: Mapped[int] = mapped_column(UTC)
    dismissed_at: Mapped[int | None] = mapped_column(UTC)
    dismissed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
