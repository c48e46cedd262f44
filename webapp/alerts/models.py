"""What somebody should know of."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Key, Model

_WAITING = text("seen_at = 0 AND withdrawn_at = 0")


class Alert(Model):
    """`once` keeps one cause from alerting twice. `user_id` is whom it is for; None for all who see them.

    `at` may lie ahead: nobody is told before. `seen_at` is when they said that they know, `withdrawn_at` when
    its cause was taken back; 0 for neither.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index("ix_alert_user", "user_id", "at"),
        Index("ix_alert_person", "person_id"),
        Index("ix_alert_waiting", "user_id", "kind", "at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    kind: Mapped[str]
    once: Mapped[str] = mapped_column(Key(), unique=True)
    at: Mapped[int] = mapped_column(UTC)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    data: Mapped[dict] = mapped_column(Json)
    seen_at: Mapped[int] = mapped_column(UTC, default=0, server_default="0")
    withdrawn_at: Mapped[int] = mapped_column(UTC, default=0, server_default="0")
