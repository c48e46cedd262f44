"""Who was chosen for a bulk action, and how far a large one has come."""

import sqlalchemy as sa
from alembic import op

from webapp.db import types

revision = "0004"
down_revision = "0003"

_BIG_KEY = types.BigKey()


def upgrade() -> None:
    op.create_table(
        "bulk_choice",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("by_id", _BIG_KEY, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("at", types.UTC(), nullable=False, index=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("list_query", sa.Text(), nullable=False),
        sa.Column("back", sa.Text(), nullable=False),
    )
    op.create_table(
        "bulk_choice_person",
        sa.Column(
            "choice_id", _BIG_KEY, sa.ForeignKey("bulk_choice.id", ondelete="CASCADE"), autoincrement=False
        ),
        sa.Column("person_id", _BIG_KEY, autoincrement=False),
        sa.PrimaryKeyConstraint("choice_id", "person_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bulk_run",
        sa.Column(
            "change_set_id", _BIG_KEY, sa.ForeignKey("change_set.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("choice_id", _BIG_KEY, sa.ForeignKey("bulk_choice.id"), nullable=False, index=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("answers", types.Json(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("last_person_id", _BIG_KEY, nullable=False),
        sa.Column("stopped_at", types.UTC()),
        sa.Column("finished_at", types.UTC(), index=True),
    )
