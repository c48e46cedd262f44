"""A second factor for signing in, with recovery codes; when the password was last given; new addresses."""

import sqlalchemy as sa
from alembic import op

from webapp.db import types

revision = "0011"
down_revision = "0010"

_BIG_KEY = types.BigKey()


def _user(**options) -> sa.Column:
    return sa.Column(
        "user_id", _BIG_KEY, sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False, **options
    )


def upgrade() -> None:
    op.create_table(
        "second_factor",
        _user(primary_key=True, autoincrement=False),
        sa.Column("seed", types.Key(), nullable=False),
        sa.Column("key_mark", types.Key(), nullable=False),
        sa.Column("since", types.UTC(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
    )
    op.create_table(
        "recovery_code",
        _user(primary_key=True, autoincrement=False),
        sa.Column("code_hash", types.Key(), primary_key=True),
    )
    op.create_table(
        "half_sign_in",
        sa.Column("token_hash", types.Key(), primary_key=True),
        _user(index=True),
        sa.Column("stays", sa.Boolean(), nullable=False),
        sa.Column("expires_at", types.UTC(), nullable=False),
    )
    # Nobody gave their password in a session of before: it is asked the first time.
    op.add_column("session", sa.Column("proven_at", types.UTC(), nullable=False, server_default="0"))
    op.add_column("user_link", sa.Column("new_email", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "own_company",
        sa.Column("requires_second_factor", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
