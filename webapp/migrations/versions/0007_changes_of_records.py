"""Changes of what is no person: tags, companies and the like."""

import sqlalchemy as sa
from alembic import op

from webapp.db import types

revision = "0007"
down_revision = "0006"

_BIG_KEY = types.BigKey()


def upgrade() -> None:
    op.add_column("change_set", sa.Column("about", sa.String(), nullable=False, server_default=""))
    op.add_column("change_set", sa.Column("records", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tag", sa.Column("retired_at", types.UTC()))
    for table, *more in (
        ("record_change", sa.Column("old", types.Json()), sa.Column("new", types.Json())),
        ("kept_record", sa.Column("present", types.Json()), sa.Column("why", sa.String(), nullable=False)),
    ):
        op.create_table(
            table,
            sa.Column("id", _BIG_KEY, primary_key=True),
            sa.Column("change_set_id", _BIG_KEY, sa.ForeignKey("change_set.id"), nullable=False, index=True),
            sa.Column("kind", sa.String(), nullable=False),
            sa.Column("record_id", _BIG_KEY, nullable=False),
            sa.Column("key", sa.String(), nullable=False),
            *more,
        )
    _note_deleted_segments()


def _note_deleted_segments() -> None:
    """So that undo still brings those back that were deleted before."""
    op.execute(
        "INSERT INTO record_change (change_set_id, kind, record_id, key, old)"
        " SELECT change_set.id, 'segment', segment.id, '', 'true' FROM segment JOIN change_set"
        " ON change_set.kind = 'segment' AND change_set.at = segment.retired_at"
        " AND change_set.title = 'Deleted the segment ' || segment.name"
    )
    op.execute(
        "UPDATE change_set SET about = 'segment', records = 1"
        " WHERE id IN (SELECT change_set_id FROM record_change)"
    )
