"""As whom an administrator sees Muster."""

from alembic import op

from webapp.db import types

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    # As text, since Alembic would copy the whole table on SQLite to add a column that refers to another.
    key = types.BigKey().compile(op.get_bind().dialect)
    for column in (
        f'viewing_id {key} CONSTRAINT fk_session_viewing_id REFERENCES "user" (id)',
        "viewing_until BIGINT NOT NULL DEFAULT 0",
    ):
        op.execute(f"ALTER TABLE session ADD COLUMN {column}")
