"""Who runs the schedule, and how each job went last."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, Model


class Lease(Model):
    """`holder` may do what `name` stands for until `until`, and says so again long before that."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[int] = mapped_column(UTC)


class JobState(Model):
    """How a job of the schedule went: its last success, its last failure and what that said."""

    __tablename__ = "job_state"

    name: Mapped[str] = mapped_column(primary_key=True)
    succeeded_at: Mapped[int] = mapped_column(UTC, default=0)
    failed_at: Mapped[int] = mapped_column(UTC, default=0)
    failure: Mapped[str] = mapped_column(Text, default="")
