"""What keeps background work back."""

import sqlalchemy as sa
from alembic import op

from webapp.db import types

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "setback",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("of_id", number, autoincrement=False, nullable=False),
        sa.Column("change_set_id", number, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", types.UTC(), nullable=False),
        sa.Column("again_at", types.UTC(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("by_id", number, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_setback_by_id")),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_set.id"], name=op.f("fk_setback_change_set_id")),
        sa.PrimaryKeyConstraint("kind", "of_id", name=op.f("pk_setback")),
    )
    op.create_index(op.f("ix_setback_change_set_id"), "setback", ["change_set_id"], unique=False)
