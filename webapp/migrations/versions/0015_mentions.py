"""The number that was called, whom notes mention, and alerts that were seen or taken back."""

import sqlalchemy as sa
from alembic import op

from webapp.db import types

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("touch", sa.Column("number", sa.String(), nullable=False, server_default=""))
    op.add_column("note", sa.Column("mentions", types.Json(), nullable=False, server_default="{}"))
    for name in ("seen_at", "withdrawn_at"):
        op.add_column("alert", sa.Column(name, types.UTC(), nullable=False, server_default="0"))
    waiting = sa.text("seen_at = 0 AND withdrawn_at = 0")
    op.create_index(
        "ix_alert_waiting",
        "alert",
        ["user_id", "kind", "at"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
