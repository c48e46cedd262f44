"""As whom background work acts that somebody began, with what they may do at that moment."""

from sqlalchemy import select

from webapp.db import Prepared, db
from webapp.users.office import Office
from webapp.users.permission import Permission
from webapp.users.user import User
from webapp.users.viewer import Viewer, muster


class MayNotGoOn(Exception):
    """One sentence on why somebody's work stops."""


def acting_as(user_id: int, what: str, *needed: Permission) -> Viewer:
    """The user as the database has them now; Muster may be days into their work.

    Raises MayNotGoOn when they were deactivated, or may no longer do what ("import people") it needs.
    """
    user = db.session.get_one(User, user_id, populate_existing=True)
    for role in user.roles:
        db.session.refresh(role)
    viewer = user.as_viewer()
    if user.deactivated_at is not None:
        raise MayNotGoOn(f"{user.name} was deactivated; an administrator may continue or undo it.")
    if not all(map(viewer.can, needed)):
        raise MayNotGoOn(f"{user.name} may no longer {what}; an administrator may continue or undo it.")
    return viewer


def muster_itself() -> Viewer:
    """Muster, at home in the first office: for the command line, and for what must be done to its end."""
    return muster(_FIRST_OFFICE.rows()[0].id)


_FIRST_OFFICE = Prepared(select(Office.id).where(Office.closed_at.is_(None)).order_by(Office.id).limit(1))
