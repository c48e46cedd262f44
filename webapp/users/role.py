"""Roles: named sets of permissions. A user may have several and has what any of them allows."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigKey, Json, Key, Model, db, key
from webapp.users.permission import FIRST_ROLES, Permission


class Role(Model):
    __tablename__ = "role"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key(), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    permissions: Mapped[list[str]] = mapped_column(Json)


class UserRole(Model):
    __tablename__ = "user_role"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), primary_key=True, index=True)


def add_first_roles() -> None:
    """The four roles that every Muster begins with."""
    for position, (name, permissions) in enumerate(FIRST_ROLES.items()):
        db.session.add(
            Role(name=name, name_key=key(name), position=position, permissions=sorted(map(str, permissions)))
        )
    db.session.flush()


def roles() -> list[Role]:
    """Every role in its order."""
    return list(db.session.scalars(select(Role).order_by(Role.position, Role.id)))


def role_named(name: str) -> Role | None:
    """The role of that name, whatever its case."""
    return db.session.scalar(select(Role).where(Role.name_key == key(name)))


def allowed(role_rows: list[Role]) -> frozenset[str]:
    """Everything that any of these roles allows; words that this version does not know are dropped."""
    known = set(map(str, Permission))
    return frozenset(p for role in role_rows for p in role.permissions if p in known)
