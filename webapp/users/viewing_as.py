"""Looking at Muster as another user sees it, for an hour at most and without changing anything.

It is the administrator's own session that says so, and it ends with that. What one may see so is what the
user may see, who never may do more than oneself.
"""

import json

from sqlalchemy import Text, select, type_coerce, update

from webapp.db import aside, claim, try_aside
from webapp.users.permission import Permission
from webapp.users.role import Role, UserRole
from webapp.users.session import Session
from webapp.users.user import User
from webapp.users.viewer import Viewer

VIEWING_SECONDS = 3600


class NotThem(Exception):
    """One sentence on why one cannot see Muster as this user does."""


def begin(user: User, *, by: Viewer, now: int) -> None:
    """Let `by`'s session show what the user sees, until it ends or an hour is over; raises NotThem."""
    if user.id == by.id:
        raise NotThem("That is you.")
    if user.deactivated_at is not None:
        raise NotThem(f"{user.name} is deactivated and sees nothing.")
    if not _may_view(user.as_viewer(), by=by):
        raise NotThem(f"{user.name} may do what you may not, so you cannot see Muster as they do.")
    until = now + VIEWING_SECONDS
    claim(Session, Session.id == by.session_id, viewing_id=user.id, viewing_until=until)


def end(session_id: int) -> bool:
    """Show the session's own user again; False if it did already."""
    return claim(Session, *_viewing(session_id), viewing_id=None, viewing_until=0)


def end_aside(session_id: int) -> None:
    """The same in a request that only reads."""
    try_aside(update(Session).where(*_viewing(session_id)).values(viewing_id=None, viewing_until=0))


def viewed(user_id: int, *, by: Viewer) -> Viewer | None:
    """The user as `by` sees Muster now, in the session of `by`; None if that is no longer allowed."""
    told = User.id, User.name, User.email, User.office_id, type_coerce(User.preferences, Text)
    roles = (
        select(*told, type_coerce(Role.permissions, Text))
        .outerjoin(UserRole, UserRole.user_id == User.id)
        .outerjoin(Role, Role.id == UserRole.role_id)
        .where(User.id == user_id, User.deactivated_at.is_(None))
    )
    with aside() as connection:
        rows = connection.execute(roles).all()
    if not rows:
        return None
    *user, preferences, _ = rows[0]
    allowed = {word for *_, role in rows if role for word in json.loads(role)} & set(map(str, Permission))
    viewer = Viewer(*user, frozenset(allowed), by.session_id, json.loads(preferences))
    return viewer if _may_view(viewer, by=by) else None


def _may_view(user: Viewer, *, by: Viewer) -> bool:
    return by.can(Permission.MANAGE_USERS) and user.permissions <= by.permissions


def _viewing(session_id: int) -> tuple:
    return Session.id == session_id, Session.viewing_id.is_not(None)
