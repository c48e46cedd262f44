"""Erasures on request, with hashes of the addresses that are not to come back; who may erase."""

import json

import sqlalchemy as sa
from alembic import op

from webapp.db import types

revision = "0016"
down_revision = "0015"

_BIG_KEY = types.BigKey()
IN_CHARGE = {"manage users", "settings"}
"""What roles may do that may erase people from now on."""


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", _BIG_KEY, nullable=False),
        sa.Column("at", types.UTC(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
    )
    op.create_index("ix_erasure_at", "erasure", ["at"], unique=False)
    op.create_table(
        "erased_person",
        sa.Column("person_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("created_at", types.UTC(), nullable=False),
        sa.Column("erasure_id", _BIG_KEY, nullable=False),
        _erasure("erased_person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_erased_person"),
    )
    op.create_table(
        "suppression",
        sa.Column("hash", types.Key(), nullable=False),
        sa.Column("erasure_id", _BIG_KEY, autoincrement=False, nullable=False),
        _erasure("suppression"),
        sa.PrimaryKeyConstraint("hash", "erasure_id", name="pk_suppression"),
    )
    for table in ("erased_person", "suppression"):
        op.create_index(f"ix_{table}_erasure_id", table, ["erasure_id"], unique=False)
    op.create_table(
        "suppression_key",
        sa.Column("id", _BIG_KEY, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_suppression_key"),
    )
    _let_administrators_erase()


def _erasure(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["erasure_id"], ["erasure.id"], name=f"fk_{table}_erasure_id", ondelete="CASCADE"
    )


def _let_administrators_erase() -> None:
    connection = op.get_bind()
    for role_id, permissions in connection.execute(sa.text("SELECT id, permissions FROM role")).all():
        allowed = set(json.loads(permissions))
        if allowed >= IN_CHARGE:
            widened = json.dumps(sorted({*allowed, "erase people"}), separators=(",", ":"))
            connection.execute(
                sa.text("UPDATE role SET permissions = :permissions WHERE id = :id"),
                {"permissions": widened, "id": role_id},
            )
