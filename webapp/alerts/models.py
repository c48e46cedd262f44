"""What somebody should know of."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Key, Model


class Alert(Model):
    """`once` keeps one cause from alerting twice. `user_id` is whom it is for; None for all who see them."""

    __tablename__ = "alert"
    __table_args__ = (
        Index("ix_alert_user", "user_id", "at"),
        Index("ix_alert_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    kind: Mapped[str]
    once: Mapped[str] = mapped_column(Key(), unique=True)
    at: Mapped[int] = mapped_column(UTC)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    data: Mapped[dict] = mapped_column(Json)
