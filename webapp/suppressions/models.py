"""Erasures on request, and what is left of whom they erased."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Key, Model


class Erasure(Model):
    """Somebody was erased for good: when, by whom and for what `reason` (keeping.py).

    Nothing in it says who it was. `by_id` is no reference, so that a restored backup that is older than the
    user can take it over.
    """

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    at: Mapped[int] = mapped_column(UTC, index=True)
    by_id: Mapped[int | None]
    reason: Mapped[str]


class ErasedPerson(Model):
    """The number that an erased person had, and when they came: which of a backup's people they are.

    Numbers of people are never given to somebody else.
    """

    __tablename__ = "erased_person"

    person_id: Mapped[int] = mapped_column(BigKey(), primary_key=True, autoincrement=False)
    created_at: Mapped[int] = mapped_column(UTC)
    erasure_id: Mapped[int] = mapped_column(ForeignKey("erasure.id", ondelete="CASCADE"), index=True)


class Suppression(Model):
    """An address of theirs, as the hash that hashing.py makes of it."""

    __tablename__ = "suppression"

    hash: Mapped[str] = mapped_column(Key(), primary_key=True)
    erasure_id: Mapped[int] = mapped_column(
        ForeignKey("erasure.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class SuppressionKey(Model):
    """A key of the hashes; there is one, unless a restored backup brought another."""

    __tablename__ = "suppression_key"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)
