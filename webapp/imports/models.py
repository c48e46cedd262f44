"""Imports: the runs, what they rejected, and the mappings that they leave behind."""

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Key, Model


class ImportRun(Model):
    """One file on its way in.

    Its copy lies in the instance folder as `imports/<id>/table`, `headers` are those of the file, None where
    it has none, `preview` holds its first rows, the names of its sheets and, after a
    rehearsal, `samples` of what it found (samples.py), and `plan` (plan.py) says what
    becomes of its rows. `state` is 'draft' (uploaded, being mapped), 'waiting' (for the jobs process),
    'running', 'done', 'failed' (its file cannot be read) or 'stopped' (activity/setbacks.py says why, and it
    can go on); `rehearses` marks a rehearsal, after which the run is a draft again, with its figures.

    `asked` counts rows with differences that somebody is to decide.
    `done` counts the rows dealt with; it and the figures are written in the transaction that writes their
    people, so whoever takes a run over begins after exactly them. `holder` works on it until `held_until`.
    """

    __tablename__ = "import_run"
    __table_args__ = (Index("ix_import_run_by", "by_id", "id"), Index("ix_import_run_state", "state", "id"))

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[int] = mapped_column(UTC)
    file_name: Mapped[str] = mapped_column(Text)
    digest: Mapped[str]
    headers: Mapped[list[str] | None] = mapped_column(Json)
    preview: Mapped[dict] = mapped_column(Json)
    plan: Mapped[dict] = mapped_column(Json)
    state: Mapped[str] = mapped_column(default="draft")
    rehearses: Mapped[bool] = mapped_column(default=False)
    rows: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    asked: Mapped[int] = mapped_column(default=0, server_default="0")
    change_set_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"))
    failure: Mapped[str] = mapped_column(Text, default="")
    holder: Mapped[str] = mapped_column(default="")
    held_until: Mapped[int] = mapped_column(UTC, default=0)
    started_at: Mapped[int] = mapped_column(UTC, default=0)
    finished_at: Mapped[int] = mapped_column(UTC, default=0)


class ImportReject(Model):
    """A row that did not come in, as it stood in the file (`line` counts from 1), and why."""

    __tablename__ = "import_reject"
    __table_args__ = ({"sqlite_with_rowid": False},)

    run_id: Mapped[int] = mapped_column(
        ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cells: Mapped[list[str]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(Text)


class ImportDifference(Model):
    """What a row says of somebody known otherwise than they stand, for somebody to decide: `proposed` is
    {key: value} (people/values.py), `line` the row's in the file.

    `change_set_id` is what was taken over when it was settled; None if everything stayed as it was.
    """

    __tablename__ = "import_difference"
    __table_args__ = (
        Index("ix_import_difference_run", "run_id", "line"),
        Index("ix_import_difference_person", "person_id"),
        Index(
            "ix_import_difference_open",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    line: Mapped[int]
    proposed: Mapped[dict] = mapped_column(Json)
    settled_at: Mapped[int | None] = mapped_column(UTC)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    change_set_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"))


class ImportMapping(Model):
    """Where the columns of a table with these headers went last: {header key: target key or ''}."""

    __tablename__ = "import_mapping"

    headers: Mapped[str] = mapped_column(Key(), primary_key=True)
    columns: Mapped[dict] = mapped_column(Json)
    changed_at: Mapped[int] = mapped_column(UTC)
