"""What rules did because of a deed goes back with it where somebody asks for that."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("undo_run", sa.Column("all_of_it", sa.Boolean(), nullable=False, server_default=sa.false()))
