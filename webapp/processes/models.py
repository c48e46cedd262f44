"""Processes of groups, and each of their runs."""

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Model


class Process(Model):
    """Steps that are done in order for whoever joins (`moment` 'join') or leaves ('leave') a group.

    `steps` is a list of {"step": its name in the registry, …what it needs}. `owner_id` is who is told when
    it stops. `paused_at`: somebody let it begin for nobody; with
    `paused_why` Muster paused it, and whoever joins meanwhile waits. `retired_at`: it
    was deleted, and its log stays.
    """

    __tablename__ = "group_process"
    __table_args__ = (Index("ix_group_process_group", "group_id", "moment"),)

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("people_group.id"))
    moment: Mapped[str]
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    steps: Mapped[list] = mapped_column(Json)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[int] = mapped_column(UTC)
    paused_at: Mapped[int | None] = mapped_column(UTC)
    paused_why: Mapped[str] = mapped_column(Text, default="")
    retired_at: Mapped[int | None] = mapped_column(UTC)


class ProcessRun(Model):
    """A process for one joining or leaving (a line of the ledger), which it runs for once.

    `chain` are the ids of the processes that led here, the first one first. `step` is how many steps are
    done. `state` is 'waiting', 'done', 'stopped' (`sentence` says why) or 'skipped' (somebody chose to).
    It is tried again at `again_at`, and belongs to who claimed it until `claimed_until`.
    """

    __tablename__ = "process_run"
    __table_args__ = (
        UniqueConstraint("process_id", "ledger_id", name="uq_process_run"),
        Index("ix_process_run_ledger", "ledger_id"),
        Index("ix_process_run_process", "process_id", "id"),
        Index("ix_process_run_person", "person_id", "id"),
        Index(
            "ix_process_run_waiting",
            "again_at",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("group_process.id"))
    ledger_id: Mapped[int] = mapped_column(ForeignKey("group_ledger.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[int] = mapped_column(UTC)
    chain: Mapped[list] = mapped_column(Json)
    step: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    again_at: Mapped[int] = mapped_column(UTC, default=0)
    claimed_until: Mapped[int] = mapped_column(UTC, default=0)
    done_at: Mapped[int | None] = mapped_column(UTC)
    change_set_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"), index=True)
    sentence: Mapped[str] = mapped_column(Text, default="")
