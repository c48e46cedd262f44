"""The rules of smart groups, and what they were."""

from sqlalchemy import BigInteger, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Model


class SmartGroup(Model):
    """The rule of a group: whoever comes to match `criteria` (a stored tree, stated at `stated_at`) joins.

    `exit` says what becomes of who stops matching: 'stay', 'mirror' (leaves at once) or 'after' (leaves
    `exit_days` days later). `check_at` is when days that the criteria count turn next, 0 if they count none.
    `paused_at`: something that the criteria name is gone, as `paused_why` says; nobody is added meanwhile.
    `edition` grows over all rules whenever one of them changes, so that who keeps them knows.
    """

    __tablename__ = "smart_group"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("people_group.id"), primary_key=True, autoincrement=False
    )
    version: Mapped[int]
    criteria: Mapped[object] = mapped_column(Json)
    stated_at: Mapped[int] = mapped_column(UTC)
    exit: Mapped[str] = mapped_column(default="stay")
    exit_days: Mapped[int] = mapped_column(default=0)
    check_at: Mapped[int] = mapped_column(UTC, default=0, index=True)
    paused_at: Mapped[int | None] = mapped_column(UTC)
    paused_why: Mapped[str] = mapped_column(Text, default="")
    edition: Mapped[int] = mapped_column(BigInteger, index=True)


class RuleVersion(Model):
    """What a group's rule was from `at` on; `criteria` is None from when it had none any more."""

    __tablename__ = "rule_version"

    group_id: Mapped[int] = mapped_column(
        BigKey(), ForeignKey("people_group.id"), primary_key=True, autoincrement=False
    )
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    criteria: Mapped[object] = mapped_column(Json, nullable=True)
    at: Mapped[int] = mapped_column(UTC)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
