"""Offices: where users work and to which people belong."""

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Key, Model, db, key


class Office(Model):
    __tablename__ = "office"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key(), unique=True)
    created_at: Mapped[int] = mapped_column(UTC)
    closed_at: Mapped[int | None] = mapped_column(UTC)

    def rename(self, name: str) -> None:
        """Give the office another name; names are unique whatever their case and accents."""
        self.name, self.name_key = name, key(name)


def open_office(name: str, *, now: int) -> Office:
    """Add an office. The caller makes sure that the name is not taken."""
    office = Office(name=name, name_key=key(name), created_at=now)
    db.session.add(office)
    db.session.flush()
    return office


def office_named(name: str) -> Office | None:
    """The office of that name, whatever its case and accents."""
    return db.session.scalar(select(Office).where(Office.name_key == key(name)))


def open_offices() -> list[Office]:
    """Every office that is not closed, by name."""
    still_open = select(Office).where(Office.closed_at.is_(None))
    return list(db.session.scalars(still_open.order_by(Office.name_key)))


def every_office() -> list[Office]:
    """Every office by name, the closed last."""
    return list(db.session.scalars(select(Office).order_by(Office.closed_at.is_not(None), Office.name_key)))
