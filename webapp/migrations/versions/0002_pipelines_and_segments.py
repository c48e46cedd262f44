"""Pipelines with their stages, segments with their reminders, saved segments and alerts."""

import sqlalchemy as sa
from alembic import op

from webapp.db import types

revision = "0002"
down_revision = "0001"

_BIG_KEY = types.BigKey()


def upgrade() -> None:
    _pipelines()
    _segments()
    _alerts()


def _pipelines() -> None:
    op.create_table(
        "pipeline",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", types.Key(), nullable=False, unique=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTC(), nullable=False),
        sa.Column("retired_at", types.UTC()),
    )
    op.create_table(
        "stage",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("pipeline_id", _BIG_KEY, sa.ForeignKey("pipeline.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", types.Key(), nullable=False),
        sa.Column("hue", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("pauses_reminders", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.UTC(), nullable=False),
        sa.Column("retired_at", types.UTC()),
    )
    op.create_index("ix_stage_name", "stage", ["pipeline_id", "name_key"], unique=True)
    # As text, since Alembic would copy the whole table on SQLite to add a column that refers to another.
    key = _BIG_KEY.compile(op.get_bind().dialect)
    for column in (
        f"stage_id {key} CONSTRAINT fk_person_stage_id REFERENCES stage (id)",
        "stage_value BIGINT NOT NULL DEFAULT 0",
        "stage_expected INTEGER NOT NULL DEFAULT 0",
    ):
        op.execute(f"ALTER TABLE person ADD COLUMN {column}")
    _person_index("ix_person_stage", ["stage_id", "name_key", "id"], "hidden = 0")
    _person_index(
        "ix_person_owner_stage",
        ["owner_id", "stage_id", "name_key", "id"],
        "hidden = 0 AND stage_id IS NOT NULL",
    )


def _segments() -> None:
    op.create_table(
        "segment",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("office_id", _BIG_KEY, sa.ForeignKey("office.id")),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", types.Key(), nullable=False),
        sa.Column("hue", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reminder_days", sa.Integer()),
        sa.Column("counts_automatic", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.UTC(), nullable=False),
        sa.Column("retired_at", types.UTC()),
    )
    op.create_index("ix_segment_name", "segment", ["office_id", "name_key"], unique=True)
    company_wide = sa.text("office_id IS NULL")
    op.create_index(
        "ix_segment_company_name",
        "segment",
        ["name_key"],
        unique=True,
        sqlite_where=company_wide,
        postgresql_where=company_wide,
    )
    op.create_table(
        "person_segment",
        sa.Column("person_id", _BIG_KEY, sa.ForeignKey("person.id", ondelete="CASCADE"), autoincrement=False),
        sa.Column("segment_id", _BIG_KEY, sa.ForeignKey("segment.id"), autoincrement=False),
        sa.Column("at", types.UTC(), nullable=False),
        sa.Column("base_at", types.UTC(), nullable=False),
        sa.Column("due_at", types.UTC()),
        sa.Column("snoozed_until", types.UTC(), nullable=False),
        sa.Column("expiry_seen", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "segment_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_person_segment_due", "person_segment", ["segment_id", "due_at", "person_id"])
    unseen = sa.text("due_at IS NOT NULL AND expiry_seen = 0")
    op.create_index(
        "ix_person_segment_unseen",
        "person_segment",
        ["due_at", "segment_id", "person_id"],
        sqlite_where=unseen,
        postgresql_where=unseen,
    )
    op.create_table(
        "reminder_pause",
        sa.Column(
            "person_id",
            _BIG_KEY,
            sa.ForeignKey("person.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("at", types.UTC(), nullable=False),
        sa.Column("by_id", _BIG_KEY, sa.ForeignKey("user.id")),
    )
    op.create_table(
        "saved_segment",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("owner_id", _BIG_KEY, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", types.Key(), nullable=False),
        sa.Column("hue", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("criteria", types.Json(), nullable=False),
        sa.Column("reminder_days", sa.Integer()),
        sa.Column("counts_automatic", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.UTC(), nullable=False),
        sa.Column("shared_at", types.UTC()),
    )
    op.create_index("ix_saved_segment_owner", "saved_segment", ["owner_id", "position"])


def _alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("once", types.Key(), nullable=False, unique=True),
        sa.Column("at", types.UTC(), nullable=False),
        sa.Column("user_id", _BIG_KEY, sa.ForeignKey("user.id")),
        sa.Column("person_id", _BIG_KEY, sa.ForeignKey("person.id", ondelete="CASCADE")),
        sa.Column("data", types.Json(), nullable=False),
    )
    op.create_index("ix_alert_user", "alert", ["user_id", "at"])
    op.create_index("ix_alert_person", "alert", ["person_id"])


def _person_index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "person", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
