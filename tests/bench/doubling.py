"""People who are here twice: looking at everybody and at somebody new, merging and taking apart; within a
process of Muster.

    python -m tests.bench.doubling     (on the instance of MUSTER_INSTANCE; prints the times as JSON)
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event, select, update

from tests.bench.figure import Figure, Measured, of_times
from tests.bench.world import run
from webapp import create_app
from webapp.activity.tracking import open_change_set
from webapp.changes.undoing import undo
from webapp.db import db
from webapp.db.engine import is_reading
from webapp.duplicates.alike import alike
from webapp.duplicates.due import look_at_everybody
from webapp.duplicates.finding import find_pairs
from webapp.duplicates.reading import features_of_somebody_new
from webapp.merging.joining import merge_people
from webapp.people.creating import NewPerson, create_people
from webapp.people.models import Note, Person, PersonEmail, PersonPhone, Touch
from webapp.people.notes import add_note
from webapp.people.touches import Details, log_touch
from webapp.people.visible import LIVING, within_reach
from webapp.pipelines.statuses import status_id_with_role
from webapp.users.user import active_users

EVERYBODY_MS, LOCK_MS, ONE_MS, MERGE_MS = 60_000, 100, 20, 100
HISTORY = 500
ROUNDS = 12


def measured_within(folder: Path) -> Iterator[Measured]:
    """The figures that another process of this instance measures, in processor time."""
    times = json.loads(run(folder, "tests.bench.doubling").splitlines()[-1])
    few = "1000000" not in folder.name
    for name, most_ms in (
        ("Looking at everybody for duplicates", EVERYBODY_MS if few else None),
        ("Longest write while looking", LOCK_MS),
        ("Duplicates of somebody new", ONE_MS),
        (f"Merge of two with {HISTORY} rows of history", MERGE_MS),
        (f"Taking {HISTORY} rows of history apart", MERGE_MS),
    ):
        ours, floor = times[name]
        yield of_times(Figure(name, None, most_ms=most_ms), ours, floor=statistics.median(floor))


def main() -> None:
    """Measure; the pairs found stay, everything else is taken back."""
    with create_app().app_context():
        now = int(time.time())
        by = min(active_users(), key=lambda user: user.id).as_viewer()
        found = _looking(now) | _typing(by) | _merging(by, now)
        print(json.dumps(found))
        db.session.rollback()


def _looking(now: int) -> dict[str, tuple[list[float], list[float]]]:
    for _ in look_at_everybody():
        db.session.commit()
    with _writes_noted() as writes:
        began = time.process_time()
        for _ in find_pairs(now=now):
            db.session.commit()
        took = _since(began)
    reads = []
    for _ in range(2):
        began = time.process_time()
        for statement in (
            select(Person.id, Person.name_key, Person.city_key).where(LIVING),
            select(PersonEmail.person_id, PersonEmail.norm),
            select(PersonPhone.person_id, PersonPhone.norm),
        ):
            db.session.execute(statement).all()
        reads.append(_since(began))
    db.session.commit()
    longest = max(writes)
    return {
        "Looking at everybody for duplicates": ([took, took], reads),
        "Longest write while looking": ([longest, longest], writes),
    }


@contextmanager
def _writes_noted() -> Iterator[list[float]]:
    """A block in which the milliseconds between the beginning and the end of each writing transaction are
    noted."""
    writes, began = [], []

    def begin(_connection) -> None:
        began[:] = [] if is_reading() else [time.process_time()]

    def end(_connection) -> None:
        writes.extend(map(_since, began))

    listening = (("begin", begin), ("commit", end))
    for name, listener in listening:
        event.listen(db.engine, name, listener)
    yield writes
    for name, listener in listening:
        event.remove(db.engine, name, listener)


def _typing(by) -> dict[str, tuple[list[float], list[float]]]:
    rows = select(Person.first, Person.last, Person.email_norm, Person.phone_norm)
    some = db.session.execute(rows.where(LIVING, Person.email_norm != "").limit(200)).all()

    def look(number: int) -> None:
        first, last, email, phone = some[number]
        alike(by, features_of_somebody_new(first, last, "", emails=[email], phones=[phone] if phone else []))

    def look_up(number: int) -> None:
        email = some[number][2]
        db.session.execute(select(PersonEmail.person_id).where(PersonEmail.norm == email)).all()

    times = [[_timed(deed, n) for n in range(len(some))] for deed in (look, look_up)]
    return {"Duplicates of somebody new": tuple(times)}


def _merging(by, now: int) -> dict[str, tuple[list[float], list[float]]]:
    kept_id, other_id = _two_with_history(by, now)
    values = {"city": "Bonn", "emails": [["a@bench.example.com"] * 2]}
    merging, parting, moving = [], [], []
    for _ in range(ROUNDS):
        attempt = db.session.begin_nested()
        began = time.process_time()
        merged = merge_people(kept_id, [other_id], values, title="Merged", by=by, now=now)
        merging.append(_since(began))
        began = time.process_time()
        undo(merged, by=by, now=now, reach=lambda ids: within_reach(by, ids))
        parting.append(_since(began))
        attempt.rollback()
        attempt = db.session.begin_nested()
        began = time.process_time()
        for model in (Note, Touch):
            db.session.execute(update(model).where(model.person_id == other_id).values(person_id=kept_id))
        moving.append(_since(began))
        attempt.rollback()
    return {
        f"Merge of two with {HISTORY} rows of history": (merging, moving),
        f"Taking {HISTORY} rows of history apart": (parting, moving),
    }


def _two_with_history(by, now: int) -> list[int]:
    """The second has half as many notes and touches as rows of history, each with its event."""
    change_set = open_change_set("create", "Bench", by=by, now=now)
    doing = {"by": by, "now": now, "change_set": change_set}
    values = {"kind": "contact", "status_id": status_id_with_role("new"), "office_id": by.office_id}
    people = [NewPerson({**values, "first": "Bench", "last": str(n)}) for n in range(2)]
    ids = create_people(people, **doing)
    for number in range(HISTORY // 4):
        add_note(ids[1], f"Note {number}", **doing)
        log_touch(ids[1], Details("call", now - number), **doing)
    return ids


def _timed(deed: Callable[[int], object], number: int) -> float:
    began = time.process_time()
    deed(number)
    return _since(began)


def _since(began: float) -> float:
    """Milliseconds of processor time."""
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
