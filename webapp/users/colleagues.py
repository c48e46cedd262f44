"""Everybody at work here with what they may do, in one query, and how one names them in a text."""

from collections import Counter
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select

from webapp.db import db, key
from webapp.users.role import Role, UserRole, allowed
from webapp.users.user import User
from webapp.users.viewer import Viewer


def colleagues() -> list[Viewer]:
    """Every user who is not deactivated, by name."""
    rows = db.session.execute(
        select(User, Role)
        .outerjoin(UserRole, UserRole.user_id == User.id)
        .outerjoin(Role, Role.id == UserRole.role_id)
        .where(User.deactivated_at.is_(None))
        .order_by(User.name_key, User.id)
    )
    found = groupby(rows, key=lambda row: row[0])
    return [_viewer(user, [role for _, role in theirs if role]) for user, theirs in found]


def user_names(user_ids: set[int]) -> dict[int, str]:
    """What these users are called now, deactivated or not."""
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return dict(map(tuple, rows))


def labels_for(users: list[Viewer]) -> dict[str, Viewer]:
    """The users by the name that means each alone: with the e-mail address where several have the same."""
    times = Counter(map(key, map(attrgetter("name"), users)))
    alone = {user.name: user for user in users if times[key(user.name)] == 1}
    return alone | {f"{user.name} ({user.email})": user for user in users if user.name not in alone}


def _viewer(user: User, roles: list[Role]) -> Viewer:
    return Viewer(
        user.id, user.name, user.email, user.office_id, allowed(roles), preferences=user.preferences
    )
