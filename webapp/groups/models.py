"""The tree of groups, who is in them, who was kept out, and the ledger of everybody who came and went."""

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Key, Model


class Group(Model):
    """A node of the tree; `parent_id` is None on top, `office_id` None for one of the whole company.

    `owner_id` is who is told when its rule or a process of it stops. `archived_at`: it is hidden and rests,
    with its people. `retired_at`: it was deleted, and can be taken back for a while. `sibling_key` keeps the
    names of one office right below one group apart.
    """

    __tablename__ = "people_group"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("people_group.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key())
    sibling_key: Mapped[str] = mapped_column(Key(), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[int] = mapped_column(UTC)
    archived_at: Mapped[int | None] = mapped_column(UTC)
    retired_at: Mapped[int | None] = mapped_column(UTC)


class PersonGroup(Model):
    """Somebody's place in a group since `at`, and why: `cause` as in LedgerLine.

    `by_id` is whose doing it was, None for Muster's own; `rule_version` which version of the rule, 0 for
    none. `pinned`: put in by somebody, so that no rule takes them out. `unmatched_at` is when they stopped
    matching the group's rule, 0 while they match or there is none.
    """

    __tablename__ = "person_group"
    __table_args__ = (
        Index("ix_person_group_group", "group_id", "at", "person_id"),
        Index(
            "ix_person_group_unmatched",
            "group_id",
            "unmatched_at",
            "person_id",
            sqlite_where=text("unmatched_at > 0"),
            postgresql_where=text("unmatched_at > 0"),
        ),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("people_group.id"), primary_key=True, autoincrement=False
    )
    at: Mapped[int] = mapped_column(UTC)
    cause: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    rule_version: Mapped[int] = mapped_column(default=0)
    pinned: Mapped[bool] = mapped_column(default=False)
    unmatched_at: Mapped[int] = mapped_column(UTC, default=0)


class PersonGroupUnder(Model):
    """Somebody is in a group or below it: in `paths` groups of that subtree, 1 or more.

    It answers `group:` and the inclusive counts, in which somebody in two subgroups counts once.
    """

    __tablename__ = "person_group_under"
    __table_args__ = (
        Index("ix_person_group_under_group", "group_id", "person_id"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("people_group.id"), primary_key=True, autoincrement=False
    )
    paths: Mapped[int] = mapped_column(default=1)


class KeptOut(Model):
    """Somebody whom the group's rule leaves out although they match.

    `why` is 'removed' for who was taken out by hand, for as long as nobody puts them back, and 'before' for
    who matched already when the rule was made and was not to be added: they join once a change makes them
    match again.
    """

    __tablename__ = "person_group_out"
    __table_args__ = (
        Index("ix_person_group_out_group", "group_id", "why", "person_id"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("people_group.id"), primary_key=True, autoincrement=False
    )
    why: Mapped[str]
    at: Mapped[int] = mapped_column(UTC)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class LedgerLine(Model):
    """Somebody joined (`joined` 1) or left (-1) a group. Append-only.

    `cause` is 'hand', 'rule', 'import', 'form', 'process', 'merge' or 'undo'; `note` what was said about it.
    """

    __tablename__ = "group_ledger"
    __table_args__ = (
        Index("ix_group_ledger_group", "group_id", "at", "id"),
        Index("ix_group_ledger_person", "person_id", "group_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("people_group.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[int] = mapped_column(UTC)
    joined: Mapped[int]
    cause: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    rule_version: Mapped[int] = mapped_column(default=0)
    change_set_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"))
    note: Mapped[str] = mapped_column(Text, default="")
