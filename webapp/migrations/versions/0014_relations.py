"""Related people and what they can be to each other."""

import sqlalchemy as sa
from alembic import op

from webapp.db import key, types

revision = "0014"
down_revision = "0013"

_BIG_KEY = types.BigKey()
FIRST_KINDS = (
    ("Spouse", "Spouse"),
    ("Co-applicant", "Co-applicant"),
    ("Referred by", "Referred"),
    ("Parent", "Child"),
)


def upgrade() -> None:
    kinds = op.create_table(
        "relation_kind",
        sa.Column("id", _BIG_KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reverse", sa.String(), nullable=False),
        sa.Column("pair_key", types.Key(), nullable=False),
        sa.Column("created_at", types.UTC(), nullable=False),
        sa.Column("retired_at", types.UTC(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_relation_kind"),
        sa.UniqueConstraint("pair_key", name="uq_relation_kind_pair_key"),
    )
    op.create_table(
        "person_relation",
        sa.Column("first_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("second_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("kind_id", _BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("turned", sa.Boolean(), nullable=False),
        sa.Column("at", types.UTC(), nullable=False),
        sa.Column("by_id", _BIG_KEY, nullable=True),
        sa.CheckConstraint("first_id < second_id", name="ck_person_relation_order"),
        _person("first_id"),
        _person("second_id"),
        sa.ForeignKeyConstraint(["kind_id"], ["relation_kind.id"], name="fk_person_relation_kind_id"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_person_relation_by_id"),
        sa.PrimaryKeyConstraint("first_id", "second_id", "kind_id", name="pk_person_relation"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_person_relation_second", "person_relation", ["second_id", "first_id"], unique=False)
    _offer_first_kinds(kinds)


def _offer_first_kinds(kinds: sa.Table) -> None:
    """Where there is a company already; a new one gets them when it is set up."""
    set_up_at = op.get_bind().execute(sa.text("SELECT created_at FROM own_company")).scalar()
    if set_up_at is None:
        return
    rows = [
        {
            "name": name,
            "reverse": reverse,
            "pair_key": "\n".join(sorted((key(name), key(reverse)))),
            "created_at": set_up_at,
        }
        for name, reverse in FIRST_KINDS
    ]
    op.bulk_insert(kinds, rows)


def _person(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["person.id"], name=f"fk_person_relation_{column}", ondelete="CASCADE"
    )
