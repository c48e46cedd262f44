"""Files on people and their notes."""

import sqlalchemy as sa
from alembic import op

from webapp.db import types

revision = "0017"
down_revision = "0016"

_BIG_KEY = types.BigKey()


def upgrade() -> None:
    op.create_table(
        "file_content",
        sa.Column("id", _BIG_KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bytes", _BIG_KEY, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("has_pictures", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.UTC(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_file_content"),
        sa.UniqueConstraint("name", name="uq_file_content_name"),
    )
    op.create_table(
        "person_file",
        sa.Column("id", _BIG_KEY, nullable=False),
        sa.Column("person_id", _BIG_KEY, nullable=False),
        sa.Column("note_id", _BIG_KEY, nullable=True),
        sa.Column("content_id", _BIG_KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("by_id", _BIG_KEY, nullable=True),
        sa.Column("created_at", types.UTC(), nullable=False),
        sa.Column("waiting_until", types.UTC(), nullable=False),
        sa.Column("deleted_at", types.UTC(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_person_file_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name="fk_person_file_note_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["content_id"], ["file_content.id"], name="fk_person_file_content_id"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_person_file_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person_file"),
    )
    op.create_index("ix_person_file_person", "person_file", ["person_id", "created_at"], unique=False)
    for column in ("note_id", "content_id"):
        op.create_index(f"ix_person_file_{column}", "person_file", [column], unique=False)
    _part_index("deleted", "deleted_at", "deleted_at IS NOT NULL")
    _part_index("waiting", "waiting_until", "waiting_until > 0")


def _part_index(name: str, column: str, rows: str) -> None:
    """An index over the few rows that wait to be swept away."""
    where = sa.text(rows)
    op.create_index(
        f"ix_person_file_{name}",
        "person_file",
        [column],
        unique=False,
        sqlite_where=where,
        postgresql_where=where,
    )
