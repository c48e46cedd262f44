"""When a saved segment was stated, and when it was deleted."""

import sqlalchemy as sa
from alembic import op

from webapp.db import types

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("saved_segment", sa.Column("stated_at", types.UTC(), nullable=False, server_default="0"))
    op.add_column("saved_segment", sa.Column("retired_at", types.UTC()))
    op.execute("UPDATE saved_segment SET stated_at = created_at")
