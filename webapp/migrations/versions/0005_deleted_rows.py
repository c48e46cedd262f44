"""Find the deleted notes and touches that are to be purged."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    gone = sa.text("deleted_at IS NOT NULL")
    for table in ("note", "touch"):
        op.create_index(
            f"ix_{table}_deleted", table, ["deleted_at"], sqlite_where=gone, postgresql_where=gone
        )
