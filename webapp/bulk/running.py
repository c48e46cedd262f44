"""Doing an action: up to 200 people at once, more in chunks that a job carries on.

Either way it is one change set. A chunk and the place that it reached are one transaction, so whatever is cut
off goes on behind the last whole chunk and does nothing twice.
"""

from collections.abc import Iterator

from sqlalchemy import select

from webapp.activity import setbacks
from webapp.activity.models import ChangeSet
from webapp.activity.reacting import together
from webapp.activity.tracking import open_change_set
from webapp.bulk.actions import Action, action_of
from webapp.bulk.choosing import ids_of, people_there
from webapp.bulk.models import BulkChoice, BulkRun
from webapp.db import claim, db
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer

KIND = "bulk"
"""What its setbacks are kept under."""
MOST_AT_ONCE = 200
"""More people than this need the permission BULK_OVER_200, and the jobs process."""
CHUNK = 200


class TooMany(Exception):
    """More people than one may change at a time; a sentence that says what to do."""

    def __init__(self):
        super().__init__(
            f"You may change at most {MOST_AT_ONCE} people at a time. Tick fewer, or ask who may do more."
        )


def refuse_too_many(people: int, by: Viewer) -> None:
    """Raise TooMany if there are more than `by` may change at a time."""
    if people > MOST_AT_ONCE and not by.can(Permission.BULK_OVER_200):
        raise TooMany


def change_at_once(choice: BulkChoice, action: Action, *, by: Viewer, now: int) -> ChangeSet:
    """Do it to everybody chosen who is still there; at most MOST_AT_ONCE people."""
    change_set = open_change_set(action.change_kind, action.title, by=by, now=now)
    person_ids = ids_of(choice, by, limit=MOST_AT_ONCE)
    with together():
        action.settled(by=by, now=now).carry_out(person_ids, by=by, now=now, change_set=change_set)
    return change_set


def begin_run(choice: BulkChoice, action: Action, *, by: Viewer, now: int) -> BulkRun:
    """Leave it to the jobs process, which carries it on with carry_on(); raises TooMany."""
    people = people_there(choice, by)
    refuse_too_many(people, by)
    change_set = open_change_set(action.change_kind, action.title, by=by, now=now)
    change_set.ongoing = True
    action = action.settled(by=by, now=now)
    run = BulkRun(
        change_set_id=change_set.id,
        choice_id=choice.id,
        action=action.name,
        answers=action.answers,
        people=people,
    )
    db.session.add(run)
    db.session.flush()
    return run


def carry_on(run: BulkRun, *, by: Viewer, now: int) -> Iterator[BulkRun]:
    """Do the next chunks; yields after each, where the caller commits and may stop.

    Ends early when somebody stopped the run, and without a word when another process has taken it up.
    """
    change_set = db.session.get_one(ChangeSet, run.change_set_id)
    choice = db.session.get_one(BulkChoice, run.choice_id)
    action = action_of(run.action, run.answers)
    while not _is_stopped(run):
        person_ids = ids_of(choice, by, after=run.last_person_id, limit=CHUNK)
        if not person_ids:
            break
        if not _advance(run, person_ids):
            return
        with together():
            action.carry_out(person_ids, by=by, now=now, change_set=change_set)
        db.session.flush()
        yield run
    run.finished_at = now
    change_set.ongoing = False
    setbacks.forget(KIND, run.change_set_id)
    db.session.flush()


def stop(run: BulkRun, *, now: int) -> bool:
    """Leave the rest as it is, for good; False when it is done already."""
    return claim(
        BulkRun,
        BulkRun.change_set_id == run.change_set_id,
        BulkRun.finished_at.is_(None),
        BulkRun.stopped_at.is_(None),
        stopped_at=now,
    )


def leave(run: BulkRun, sentence: str, *, now: int) -> None:
    """Leave it to somebody who lets it go on (setbacks.go_on), or takes back what it did so far."""
    db.session.get_one(ChangeSet, run.change_set_id).ongoing = False
    setbacks.stop(KIND, run.change_set_id, sentence, now=now, change_set_id=run.change_set_id)


def unfinished_runs(*, now: int) -> list[BulkRun]:
    """What waits for the jobs process, the oldest first."""
    waiting = select(BulkRun).where(
        BulkRun.finished_at.is_(None), ~setbacks.resting(KIND, BulkRun.change_set_id, now)
    )
    return list(db.session.scalars(waiting.order_by(BulkRun.change_set_id)))


def _is_stopped(run: BulkRun) -> bool:
    stopped = select(BulkRun.stopped_at).where(BulkRun.change_set_id == run.change_set_id)
    return db.session.scalar(stopped) is not None


def _advance(run: BulkRun, person_ids: list[int]) -> bool:
    """Claim this chunk; False if somebody else did, whose lease began when ours ran out."""
    return claim(
        BulkRun,
        BulkRun.change_set_id == run.change_set_id,
        BulkRun.last_person_id == run.last_person_id,
        last_person_id=person_ids[-1],
        done=run.done + len(person_ids),
    )
