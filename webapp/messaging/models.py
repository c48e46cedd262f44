"""Muster's own mails to its users."""

from sqlalchemy import Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Model


class SystemMail(Model):
    """A mail that waits until it is `sent_at` or `failed_at` for good.

    `message` names its templates. A worker has it until `claimed_until`; `next_at` is when it is tried next
    and `give_up_at` when it is of no more use, as when its link has run out. The two bodies may hold links
    that let somebody in, so they are emptied as soon as the mail is sent or given up.
    """

    __tablename__ = "system_mail"
    __table_args__ = (
        Index(
            "ix_system_mail_waiting",
            "next_at",
            sqlite_where=text("sent_at IS NULL AND failed_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND failed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    message: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    to_address: Mapped[str]
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    queued_at: Mapped[int] = mapped_column(UTC)
    next_at: Mapped[int] = mapped_column(UTC)
    give_up_at: Mapped[int] = mapped_column(UTC)
    claimed_until: Mapped[int] = mapped_column(UTC, default=0)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[int | None] = mapped_column(UTC)
    failed_at: Mapped[int | None] = mapped_column(UTC)
    problem: Mapped[str] = mapped_column(Text, default="")

    @property
    def waits(self) -> bool:
        """Whether it is neither sent nor given up."""
        return self.sent_at is None and self.failed_at is None
