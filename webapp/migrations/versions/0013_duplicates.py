"""People who are probably the same, who was merged into whom, and what imports leave to decide."""

import sqlalchemy as sa
from alembic import op

from webapp.db import types

revision = "0013"
down_revision = "0012"

_BIG_KEY = types.BigKey()
_ID = sa.BigInteger()


def upgrade() -> None:
    _make_duplicates()
    _make_merged()
    _make_differences()


def _make_duplicates() -> None:
    op.create_table(
        "duplicate_block",
        sa.Column("key", types.Key(), nullable=False),
        sa.Column("person_id", _ID, autoincrement=False, nullable=False),
        sa.Column("name", types.Key(), nullable=False),
        _person("duplicate_block"),
        sa.PrimaryKeyConstraint("key", "person_id", name="pk_duplicate_block"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_duplicate_block_person", "duplicate_block", ["person_id"], unique=False)
    op.create_table(
        "duplicate_due",
        sa.Column("person_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        _person("duplicate_due"),
        sa.PrimaryKeyConstraint("person_id", name="pk_duplicate_due"),
    )
    op.create_table(
        "duplicate_pair",
        sa.Column("first_id", _ID, autoincrement=False, nullable=False),
        sa.Column("second_id", _ID, autoincrement=False, nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", types.Json(), nullable=False),
        sa.Column("found_at", types.UTC(), nullable=False),
        sa.Column("dismissed_at", types.UTC(), nullable=True),
        sa.Column("dismissed_by_id", _BIG_KEY, nullable=True),
        _person("duplicate_pair", "first_id"),
        _person("duplicate_pair", "second_id"),
        sa.ForeignKeyConstraint(["dismissed_by_id"], ["user.id"], name="fk_duplicate_pair_dismissed_by_id"),
        sa.PrimaryKeyConstraint("first_id", "second_id", name="pk_duplicate_pair"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_duplicate_pair_second", "duplicate_pair", ["second_id"], unique=False)
    _open_index(
        "ix_duplicate_pair_open", "duplicate_pair", ["score", "first_id", "second_id"], "dismissed_at"
    )
    op.execute("INSERT INTO duplicate_due (person_id, marks) SELECT id, 1 FROM person WHERE hidden = 0")


def _make_merged() -> None:
    op.create_table(
        "person_merged",
        sa.Column("person_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("into_id", _BIG_KEY, nullable=False),
        sa.Column("at", types.UTC(), nullable=False),
        sa.Column("by_id", _BIG_KEY, nullable=True),
        sa.Column("change_set_id", _BIG_KEY, nullable=True),
        _person("person_merged", "into_id"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_person_merged_by_id"),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_set.id"], name="fk_person_merged_change_set_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_merged"),
    )
    for column in ("into_id", "at", "change_set_id"):
        op.create_index(f"ix_person_merged_{column}", "person_merged", [column], unique=False)


def _make_differences() -> None:
    op.add_column("import_run", sa.Column("asked", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "import_difference",
        sa.Column("id", _BIG_KEY, nullable=False),
        sa.Column("run_id", _BIG_KEY, nullable=False),
        sa.Column("person_id", _BIG_KEY, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("proposed", types.Json(), nullable=False),
        sa.Column("settled_at", types.UTC(), nullable=True),
        sa.Column("settled_by_id", _BIG_KEY, nullable=True),
        sa.Column("change_set_id", _BIG_KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_run.id"], name="fk_import_difference_run_id", ondelete="CASCADE"
        ),
        _person("import_difference"),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name="fk_import_difference_settled_by_id"),
        sa.ForeignKeyConstraint(
            ["change_set_id"], ["change_set.id"], name="fk_import_difference_change_set_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_difference"),
    )
    op.create_index("ix_import_difference_run", "import_difference", ["run_id", "line"], unique=False)
    op.create_index("ix_import_difference_person", "import_difference", ["person_id"], unique=False)
    _open_index("ix_import_difference_open", "import_difference", ["id"], "settled_at")


def _person(table: str, column: str = "person_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")


def _open_index(name: str, table: str, columns: list[str], closed_by: str) -> None:
    """An index over what is not settled yet."""
    where = sa.text(f"{closed_by} IS NULL")
    op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)
