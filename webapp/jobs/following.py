"""The job that lets people follow a status or company, where they are too many for a request."""

from webapp.db import db
from webapp.jobs.acting import viewer_of
from webapp.people.following import follow, waiting

PAUSE_SECONDS = 0.02
"""Between two chunks, so that a page that waits to write comes in."""


def let_people_follow(*, now: int, stop) -> None:
    """Go on with what waits, committing after every chunk."""
    for following in waiting():
        for _ in follow(following, by=viewer_of(following.by_id), now=now):
            db.session.commit()
            if stop.wait(PAUSE_SECONDS):
                return
        db.session.commit()
