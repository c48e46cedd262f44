"""Groups with their ledger, the rules of smart groups, processes and selections."""

import sqlalchemy as sa
from alembic import op

from webapp.db import types

revision = "0008"
down_revision = "0007"

_BIG_KEY = types.BigKey()


def upgrade() -> None:
    _make_groups()
    _make_rules()
    _make_processes()
    _make_selections()


def _make_groups() -> None:
    op.create_table(
        "people_group",
        sa.Column("id", _BIG_KEY, nullable=False),
        sa.Column("parent_id", _BIG_KEY, nullable=True),
        sa.Column("office_id", _BIG_KEY, nullable=True),
        sa.Column("owner_id", _BIG_KEY, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", types.Key(), nullable=False),
        sa.Column("sibling_key", types.Key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTC(), nullable=False),
        sa.Column("archived_at", types.UTC(), nullable=True),
        sa.Column("retired_at", types.UTC(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_people_group_office_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name="fk_people_group_owner_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["people_group.id"], name="fk_people_group_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_group"),
        sa.UniqueConstraint("sibling_key", name="uq_people_group_sibling_key"),
    )
    op.create_table(
        "person_group",
        sa.Column("person_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("group_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("at", types.UTC(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("by_id", _BIG_KEY, nullable=True),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("unmatched_at", types.UTC(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_person_group_by_id"),
        sa.ForeignKeyConstraint(["group_id"], ["people_group.id"], name="fk_person_group_group_id"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_person_group_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "group_id", name="pk_person_group"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_person_group_group", "person_group", ["group_id", "at", "person_id"], unique=False)
    op.create_index(
        "ix_person_group_unmatched",
        "person_group",
        ["group_id", "unmatched_at", "person_id"],
        unique=False,
        sqlite_where=sa.text("unmatched_at > 0"),
        postgresql_where=sa.text("unmatched_at > 0"),
    )
    op.create_table(
        "person_group_under",
        sa.Column("person_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("group_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("paths", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["people_group.id"], name="fk_person_group_under_group_id"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_person_group_under_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "group_id", name="pk_person_group_under"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_person_group_under_group", "person_group_under", ["group_id", "person_id"], unique=False
    )
    op.create_table(
        "person_group_out",
        sa.Column("person_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("group_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", types.UTC(), nullable=False),
        sa.Column("by_id", _BIG_KEY, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_person_group_out_by_id"),
        sa.ForeignKeyConstraint(["group_id"], ["people_group.id"], name="fk_person_group_out_group_id"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_person_group_out_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "group_id", name="pk_person_group_out"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_person_group_out_group", "person_group_out", ["group_id", "why", "person_id"], unique=False
    )
    op.create_table(
        "group_ledger",
        sa.Column("id", _BIG_KEY, nullable=False),
        sa.Column("group_id", _BIG_KEY, nullable=False),
        sa.Column("person_id", _BIG_KEY, nullable=False),
        sa.Column("at", types.UTC(), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("by_id", _BIG_KEY, nullable=True),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("change_set_id", _BIG_KEY, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_group_ledger_by_id"),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_set.id"], name="fk_group_ledger_change_set_id"),
        sa.ForeignKeyConstraint(["group_id"], ["people_group.id"], name="fk_group_ledger_group_id"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_group_ledger_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_group_ledger"),
    )
    op.create_index("ix_group_ledger_group", "group_ledger", ["group_id", "at", "id"], unique=False)
    op.create_index("ix_group_ledger_person", "group_ledger", ["person_id", "group_id", "id"], unique=False)


def _make_rules() -> None:
    op.create_table(
        "smart_group",
        sa.Column("group_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("criteria", types.Json(), nullable=False),
        sa.Column("stated_at", types.UTC(), nullable=False),
        sa.Column("exit", sa.String(), nullable=False),
        sa.Column("exit_days", sa.Integer(), nullable=False),
        sa.Column("check_at", types.UTC(), nullable=False),
        sa.Column("paused_at", types.UTC(), nullable=True),
        sa.Column("paused_why", sa.Text(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["people_group.id"], name="fk_smart_group_group_id"),
        sa.PrimaryKeyConstraint("group_id", name="pk_smart_group"),
    )
    op.create_index("ix_smart_group_check_at", "smart_group", ["check_at"], unique=False)
    op.create_index("ix_smart_group_edition", "smart_group", ["edition"], unique=False)
    op.create_table(
        "rule_version",
        sa.Column("group_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("criteria", types.Json(), nullable=True),
        sa.Column("at", types.UTC(), nullable=False),
        sa.Column("by_id", _BIG_KEY, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_rule_version_by_id"),
        sa.ForeignKeyConstraint(["group_id"], ["people_group.id"], name="fk_rule_version_group_id"),
        sa.PrimaryKeyConstraint("group_id", "version", name="pk_rule_version"),
    )


def _make_processes() -> None:
    op.create_table(
        "group_process",
        sa.Column("id", _BIG_KEY, nullable=False),
        sa.Column("group_id", _BIG_KEY, nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("steps", types.Json(), nullable=False),
        sa.Column("owner_id", _BIG_KEY, nullable=True),
        sa.Column("created_at", types.UTC(), nullable=False),
        sa.Column("paused_at", types.UTC(), nullable=True),
        sa.Column("paused_why", sa.Text(), nullable=False),
        sa.Column("retired_at", types.UTC(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["people_group.id"], name="fk_group_process_group_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name="fk_group_process_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_group_process"),
    )
    op.create_index("ix_group_process_group", "group_process", ["group_id", "moment"], unique=False)
    op.create_table(
        "process_run",
        sa.Column("id", _BIG_KEY, nullable=False),
        sa.Column("process_id", _BIG_KEY, nullable=False),
        sa.Column("ledger_id", _BIG_KEY, nullable=False),
        sa.Column("person_id", _BIG_KEY, nullable=False),
        sa.Column("at", types.UTC(), nullable=False),
        sa.Column("chain", types.Json(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("again_at", types.UTC(), nullable=False),
        sa.Column("claimed_until", types.UTC(), nullable=False),
        sa.Column("done_at", types.UTC(), nullable=True),
        sa.Column("change_set_id", _BIG_KEY, nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_set.id"], name="fk_process_run_change_set_id"),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["group_ledger.id"], name="fk_process_run_ledger_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_process_run_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["process_id"], ["group_process.id"], name="fk_process_run_process_id"),
        sa.PrimaryKeyConstraint("id", name="pk_process_run"),
        sa.UniqueConstraint("process_id", "ledger_id", name="uq_process_run"),
    )
    op.create_index("ix_process_run_change_set_id", "process_run", ["change_set_id"], unique=False)
    op.create_index("ix_process_run_person", "process_run", ["person_id", "id"], unique=False)
    op.create_index("ix_process_run_process", "process_run", ["process_id", "id"], unique=False)
    op.create_index(
        "ix_process_run_waiting",
        "process_run",
        ["again_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def _make_selections() -> None:
    op.create_table(
        "selection",
        sa.Column("id", _BIG_KEY, nullable=False),
        sa.Column("owner_id", _BIG_KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", types.Key(), nullable=False),
        sa.Column("criteria", types.Json(), nullable=False),
        sa.Column("stated_at", types.UTC(), nullable=False),
        sa.Column("created_at", types.UTC(), nullable=False),
        sa.Column("changed_at", types.UTC(), nullable=False),
        sa.Column("shared_at", types.UTC(), nullable=True),
        sa.Column("frozen_at", types.UTC(), nullable=True),
        sa.Column("retired_at", types.UTC(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name="fk_selection_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_selection"),
    )
    op.create_index("ix_selection_owner", "selection", ["owner_id", "name_key"], unique=False)
    op.create_table(
        "selection_person",
        sa.Column("selection_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("person_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_selection_person_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["selection_id"], ["selection.id"], name="fk_selection_person_selection_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("selection_id", "person_id", name="pk_selection_person"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_selection_person_person", "selection_person", ["person_id"], unique=False)
