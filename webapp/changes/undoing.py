"""Undo: old values come back where nobody changed them since; the rest is kept and listed.

An undo is a change set itself, so it can be undone too, which does the thing again.
"""

from collections.abc import Iterator

from sqlalchemy import func, insert, select

from webapp.activity import setbacks
from webapp.activity.models import Change, ChangeSet
from webapp.activity.reacting import together
from webapp.activity.reversing import AS_ONE, REVERSIBLE
from webapp.changes.comparing import Reach, compare, people_after
from webapp.changes.models import Kept, UndoRun
from webapp.changes.records import hold_records, put_records_back, reach_of, settle_records
from webapp.db import db, insert_into

KEEP_SECONDS = 30 * 24 * 3600
AT_ONCE = 500
"""People dealt with in one transaction."""


class CannotUndo(Exception):
    """One sentence that says why."""


def latest(change_set: ChangeSet) -> ChangeSet:
    """The last of the undos and redos that followed a change set; itself when there was none."""
    while following := db.session.scalar(select(ChangeSet).where(ChangeSet.undoes_id == change_set.id)):
        change_set = following
    return change_set


def why_not(change_set: ChangeSet, now: int) -> str:
    """Why this change set cannot be taken back now, '' when it can."""
    if change_set.undone_at is not None:
        return "This was taken back already."
    if change_set.purged_at is not None or now - change_set.at > KEEP_SECONDS:
        return "This was more than 30 days ago, so it can no longer be taken back."
    if change_set.ongoing:
        return "This is still at work. Wait until it is done, then take it back."
    return ""


def why_not_as_one(change_set: ChangeSet, by) -> str:
    """Why one that goes back as a whole or not at all cannot now, '' for all others (reversing.py)."""
    first = first_of(change_set)
    return AS_ONE[first.kind](first, change_set, by) if first.kind in AS_ONE else ""


def begin_undo(change_set: ChangeSet, *, by, now: int, all_of_it: bool = False) -> UndoRun:
    """Claim the undo of a change set, so that nobody else undoes it too; raises CannotUndo.

    What has been done again since is undone by its latest redo. Records are put back here; the work on people
    is undo_in_chunks(). `all_of_it` as in UndoRun.
    """
    undone = latest(change_set)
    # Whoever took it back since it was loaded has that undone by nobody who meant the same.
    db.session.refresh(change_set)
    if why := why_not(change_set, now) or why_not(undone, now) or why_not_as_one(undone, by):
        raise CannotUndo(why)
    all_of_it = all_of_it or first_of(undone).kind in AS_ONE
    kind, title = _words_for(undone)
    statement = insert_into(ChangeSet).values(
        at=now, by_id=by.id, kind=kind, title=title, about=undone.about, ongoing=True, undoes_id=undone.id
    )
    statement = statement.on_conflict_do_nothing(index_elements=["undoes_id"]).returning(ChangeSet.id)
    undo_id = db.session.scalar(statement)
    if undo_id is None:
        raise CannotUndo("This was taken back already.")
    _mark(undone, now)
    run = UndoRun(change_set_id=undo_id, people=people_in(undone), all_of_it=all_of_it)
    db.session.add(run)
    hold_records(undone)
    put_records_back(undone, db.session.get_one(ChangeSet, undo_id), going=False, by=by, now=now)
    db.session.flush()
    return run


def undo(change_set: ChangeSet, *, by, now: int, reach: Reach, all_of_it: bool = False) -> ChangeSet:
    """Take a change set back in one go; returns the undo's own change set. Raises CannotUndo."""
    run = begin_undo(change_set, by=by, now=now, all_of_it=all_of_it)
    for _ in undo_in_chunks(run, by=by, now=now, reach=reach):
        pass
    return db.session.get_one(ChangeSet, run.change_set_id)


def undo_in_chunks(run: UndoRun, *, by, now: int, reach: Reach) -> Iterator[UndoRun]:
    """Carry an undo on; yields after every 500 people, where the caller may commit and stop."""
    undo_set = db.session.get_one(ChangeSet, run.change_set_id)
    undone = db.session.get_one(ChangeSet, undo_set.undoes_id)
    reach = reach_of(undone, reach)
    while person_ids := people_after(undone, run.last_person_id, AT_ONCE):
        comparison = compare(undone, person_ids, reach, lock=True, all_of_it=run.all_of_it)
        with together():
            for kind, todo in comparison.todo.items():
                if todo:
                    REVERSIBLE[kind].put_back(todo, by=by, now=now, change_set=undo_set)
        if comparison.remaining:
            rows = [{"change_set_id": undo_set.id, **kept._asdict()} for kept in comparison.remaining]
            db.session.execute(insert(Kept), rows)
        run.last_person_id = person_ids[-1]
        run.done += len(person_ids)
        db.session.flush()
        yield run
    put_records_back(undone, undo_set, going=True, by=by, now=now)
    settle_records(undone, undo_set, now=now)
    undo_set.people = people_in(undo_set)
    undo_set.ongoing = False
    run.finished_at = now
    setbacks.forget("undo", undo_set.id)
    db.session.flush()


def unfinished_runs(*, now: int) -> list[UndoRun]:
    """Undos that wait for the jobs process, the oldest first."""
    waiting = select(UndoRun).where(
        UndoRun.finished_at.is_(None), ~setbacks.resting("undo", UndoRun.change_set_id, now)
    )
    return list(db.session.scalars(waiting.order_by(UndoRun.change_set_id)))


def stop(run: UndoRun, sentence: str, *, now: int) -> None:
    """Leave an undo to somebody who lets it go on (setbacks.go_on), or takes back what it did so far."""
    undo_set = db.session.get_one(ChangeSet, run.change_set_id)
    undo_set.people = people_in(undo_set)
    undo_set.ongoing = False
    setbacks.stop("undo", undo_set.id, sentence, now=now, change_set_id=undo_set.id)


def people_in(change_set: ChangeSet) -> int:
    """How many people a change set changed, counted from its rows."""
    return db.session.scalar(
        select(func.count(Change.person_id.distinct())).where(Change.change_set_id == change_set.id)
    )


def first_of(change_set: ChangeSet) -> ChangeSet:
    """What an undo or redo goes back to."""
    while change_set.undoes_id:
        change_set = db.session.get_one(ChangeSet, change_set.undoes_id)
    return change_set


def _words_for(undone: ChangeSet) -> tuple[str, str]:
    """The kind and title of the undo of this change set."""
    deed = undone.title.partition(": ")[2] if undone.kind in ("undo", "redo") else undone.title
    return ("redo", f"Did again: {deed}") if undone.kind == "undo" else ("undo", f"Took back: {deed}")


def _mark(undone: ChangeSet, now: int) -> None:
    """Say that the change set is taken back, that the one it took back stands again, and so on."""
    stands = False
    while undone is not None:
        undone.undone_at = None if stands else now
        stands = not stands
        undone = undone.undoes_id and db.session.get(ChangeSet, undone.undoes_id)
