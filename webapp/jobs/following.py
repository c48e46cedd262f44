"""The job that lets people follow a status or company, where they are too many for a request."""

from functools import partial

from webapp.activity import setbacks
from webapp.db import db
from webapp.jobs.pieces import Piece, at_work_on, pause
from webapp.people.following import Following, follow, waiting
from webapp.users.acting import muster_itself
from webapp.users.user import User
from webapp.users.viewer import Viewer


def let_people_follow(*, now: int, stop) -> None:
    """Go on with what waits, committing after every chunk."""
    for following in waiting(now=now):
        with at_work_on(_piece(following)):
            for _ in follow(following, by=_beginner(following), now=now):
                db.session.commit()
                if pause(stop):
                    return


def _piece(following: Following) -> Piece:
    named = {"kind": "following", "of_id": following.id, "change_set_id": following.change_set_id}
    return Piece(
        **named, stop=partial(setbacks.stop, "following", following.id, change_set_id=following.change_set_id)
    )


def _beginner(following: Following) -> Viewer:
    """Who deleted the status or company. It goes on without them too: it is gone from every list already, and
    one whose people stay behind would be half a deletion."""
    if following.by_id is None:
        return muster_itself()
    return db.session.get_one(User, following.by_id).as_viewer()
