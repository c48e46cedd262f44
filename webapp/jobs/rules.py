"""The jobs of rules of groups: what time alone does to who is in them."""

from threading import Event

from webapp.db import db
from webapp.jobs.pieces import pause
from webapp.smart_groups.turning import end_stays, mind_what_is_named, turn_days


def turn(*, now: int, stop: Event) -> None:
    """Ask rules anew that count days, and end stays, committing after every group."""
    for work in (turn_days, end_stays):
        for _ in work(now=now):
            db.session.commit()
            if pause(stop):
                return
    db.session.commit()


def mind(*, now: int, stop: Event) -> None:
    """Pause rules that name what is gone, and let those go on where it is back."""
    for _ in mind_what_is_named(now=now):
        db.session.commit()
        if pause(stop):
            return
    db.session.commit()
