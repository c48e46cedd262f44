"""As whom a job acts that somebody began."""

from webapp.db import db
from webapp.users.office import open_offices
from webapp.users.user import User
from webapp.users.viewer import Viewer, muster


def viewer_of(user_id: int | None) -> Viewer:
    """The user with what they may see today; Muster for None."""
    return db.session.get_one(User, user_id).as_viewer() if user_id else muster(open_offices()[0].id)
