"""Companies: the firms that people work for."""

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Key, Model


class Company(Model):
    """`name_key` is not unique: two firms of one name in two towns are two companies.

    `only_named` is one that came with the people there, by an import or by being typed into somebody's field,
    and that nobody changed since: it is listed as long as somebody is there (listing.py).
    """

    __tablename__ = "company"
    __table_args__ = (
        Index(
            "ix_company_name",
            "name_key",
            "id",
            sqlite_where=text("hidden = 0"),
            postgresql_where=text("hidden = 0"),
        ),
    )

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key())
    website: Mapped[str] = mapped_column(default="")
    industry: Mapped[str] = mapped_column(default="")
    industry_key: Mapped[str] = mapped_column(Key(), default="")
    street: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    hidden: Mapped[int] = mapped_column(default=0)
    only_named: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[int] = mapped_column(UTC)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[int] = mapped_column(UTC)
