"""What was done with people of late is found by when it was."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    stands = sa.text("deleted_at IS NULL")
    op.create_index(
        "ix_touch_at",
        "touch",
        ["at", "person_id", "kind", "outcome", "manual"],
        unique=False,
        sqlite_where=stands,
        postgresql_where=stands,
    )
