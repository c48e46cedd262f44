"""What came with its people leaves the list with them; companies of before stay in it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("company", sa.Column("only_named", sa.Boolean(), nullable=False, server_default=sa.false()))
