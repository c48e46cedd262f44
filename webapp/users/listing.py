"""The users as an administrator sees them: where, in which roles, when last here."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.db import db
from webapp.users.office import Office
from webapp.users.role import Role, UserRole
from webapp.users.session import Session
from webapp.users.user import User


@dataclass(frozen=True)
class UserLine:
    """`seen_at` is 0 for somebody without a session; `state` is 'active', 'invited' or 'deactivated'."""

    user: User
    office: str
    roles: str
    seen_at: int

    @property
    def state(self) -> str:
        if self.user.deactivated_at:
            return "deactivated"
        return "active" if self.user.password_hash else "invited"


def user_lines() -> list[UserLine]:
    """Every user, the deactivated last, by name."""
    offices = dict(db.session.execute(select(Office.id, Office.name)).all())
    seen = dict(
        db.session.execute(select(Session.user_id, func.max(Session.seen_at)).group_by(Session.user_id)).all()
    )
    roles = defaultdict(list)
    for user_id, name in db.session.execute(
        select(UserRole.user_id, Role.name).join(Role).order_by(Role.position, Role.id)
    ):
        roles[user_id].append(name)
    users = db.session.scalars(select(User).order_by(User.deactivated_at.is_not(None), User.name_key))
    return [
        UserLine(user, offices[user.office_id], ", ".join(roles[user.id]), seen.get(user.id, 0))
        for user in users
    ]
