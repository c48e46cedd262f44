"""Lines of the ledger find their runs, which go with them."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index("ix_process_run_ledger", "process_run", ["ledger_id"], unique=False)
