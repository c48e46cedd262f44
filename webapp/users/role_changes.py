"""Changing what a role allows, and for whom that changes what."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.db import db, key
from webapp.users.administering import require_somebody_in_charge
from webapp.users.permission import Permission
from webapp.users.role import Role, UserRole, allowed
from webapp.users.user import User


class NameTaken(Exception):
    """Another role has this name."""

    def __init__(self):
        super().__init__("Another role has this name.")


@dataclass(frozen=True)
class Effect:
    """What one user gains and loses, other roles of theirs considered."""

    user: str
    gains: list[Permission]
    loses: list[Permission]


def effects(role: Role, permissions: Collection[str]) -> list[Effect]:
    """What it would change, and for which active users, if the role allowed exactly these."""
    members = (
        select(User)
        .join(UserRole)
        .where(UserRole.role_id == role.id, User.deactivated_at.is_(None))
        .order_by(User.name_key)
    )
    found = []
    for user in db.session.scalars(members):
        others = allowed([own for own in user.roles if own.id != role.id])
        before, after = others | allowed([role]), others | set(permissions)
        if before != after:
            found.append(Effect(user.name, _in_order(after - before), _in_order(before - after)))
    return found


def change_role(role: Role, *, name: str, permissions: Collection[str]) -> None:
    """Give the role this name and exactly these permissions; raises NameTaken or NobodyInCharge."""
    role.name, role.name_key = name, key(name)
    role.permissions = [p.value for p in _in_order(permissions)]
    try:
        db.session.flush()
    except IntegrityError:
        raise NameTaken from None
    require_somebody_in_charge()


def add_role(*, name: str, permissions: Collection[str]) -> Role:
    """A new role after the others; raises NameTaken."""
    last = max((role.position for role in db.session.scalars(select(Role))), default=0)
    role = Role(
        name=name,
        name_key=key(name),
        position=last + 1,
        permissions=[p.value for p in _in_order(permissions)],
    )
    db.session.add(role)
    try:
        db.session.flush()
    except IntegrityError:
        raise NameTaken from None
    return role


def has_members(role: Role) -> bool:
    """Whether any user has the role."""
    return db.session.scalar(select(UserRole.user_id).where(UserRole.role_id == role.id).limit(1)) is not None


def _in_order(permissions: Collection[str]) -> list[Permission]:
    return [permission for permission in Permission if permission in permissions]
