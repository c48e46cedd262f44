"""A touch that sets five clocks anew, over HTTP; and what has no page of its own, within a process of Muster:
the counters of the sidebar, and the job that tells of expiries.

    python -m tests.bench.reminding        (on the instance of MUSTER_INSTANCE; prints the times as JSON)
"""

import json
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, tuple_, update

from tests.bench.figure import Figure, Measured, of_times
from tests.bench.floor import connect
from tests.bench.serving import Browser
from tests.bench.world import run
from webapp import create_app
from webapp.alerts.models import Alert
from webapp.db import counters, db
from webapp.listing.counts import Totals
from webapp.people.models import Person
from webapp.segments.expiring import tell_of_expiries
from webapp.segments.models import PersonSegment
from webapp.segments.reminders import just_expired
from webapp.users.user import active_users

CLOCKS, TOUCH_MS = 5, 10
COUNTERS_MS = 5
EXPIRED, JOB_MS = 50, 20
TIMES = 30
ZONE = ZoneInfo("America/New_York")
MINUTE = 60
WITH_CLOCKS = """
    SELECT p.id, p.last_contact_at FROM person_segment s JOIN person p ON p.id = s.person_id
    JOIN segment g ON g.id = s.segment_id
    WHERE s.due_at IS NOT NULL AND s.snoozed_until = 0 AND p.hidden = 0
    GROUP BY p.id HAVING COUNT(*) = ? ORDER BY p.last_contact_at LIMIT 1
"""


def touch_figure(muster: Browser, database: Path) -> Figure:
    """Log a call with somebody in five segments that remind; each call is later than the one before."""
    person_id, contacted = connect(str(database)).execute(WITH_CLOCKS, (CLOCKS,)).fetchone()
    calls = count(1)

    def log() -> tuple[float, str]:
        number = next(calls)
        at = datetime.fromtimestamp((contacted or 1_600_000_000) + number * MINUTE, ZONE)
        call = {
            "kind": "call",
            "at": f"{at:%Y-%m-%dT%H:%M}",
            "outcome": "reached",
            "request_key": f"call-{number}-{time.time()}",
        }
        return muster.post(f"/people/{person_id}/touches", call)

    return Figure("A touch that sets five clocks", log, most_ms=TOUCH_MS)


def measured_within(folder: Path) -> Iterator[Measured]:
    """The figures that another process of this instance measures."""
    times = json.loads(run(folder, "tests.bench.reminding").splitlines()[-1])
    yield of_times(Figure("Counters of the sidebar", None, most_ms=COUNTERS_MS), times["counters"])
    yield of_times(Figure("Tell of 50 expiries", None, most_ms=JOB_MS), times["job"])


def main() -> None:
    """Both, with what they change as it was afterwards, but for the time when it was told of."""
    now = int(time.time())
    with create_app().app_context():
        while tell_of_expiries(now=now):
            db.session.commit()
        viewer = min(active_users(), key=lambda user: user.id).as_viewer()
        found = {"counters": [_counters(viewer, now) for _ in range(TIMES)]}
        found["job"] = [_job(now) for _ in range(TIMES)]
    print(json.dumps(found))


def _counters(viewer, now: int) -> float:
    began = time.perf_counter()
    len(Totals(viewer).kinds)
    just_expired(viewer, now=now)
    return (time.perf_counter() - began) * 1000


def _job(now: int) -> float:
    _untell()
    began = time.perf_counter()
    assert tell_of_expiries(now=now) == EXPIRED
    db.session.commit()
    return (time.perf_counter() - began) * 1000


def _untell() -> None:
    """Make it as if nobody had been told of fifty expiries yet."""
    key = tuple_(PersonSegment.person_id, PersonSegment.segment_id)
    told = db.session.execute(
        select(PersonSegment.person_id, PersonSegment.segment_id, Person.office_id, Person.owner_id)
        .join(Person, Person.id == PersonSegment.person_id)
        .where(PersonSegment.expiry_seen == 1, PersonSegment.person_id > 0)
        .limit(EXPIRED)
    ).all()
    for _, segment_id, office_id, owner_id in told:
        counters.add({("expired", segment_id, office_id, owner_id or 0): -1})
    pairs = [tuple(row[:2]) for row in told]
    db.session.execute(
        update(PersonSegment).where(key.in_(pairs)).values(expiry_seen=0),
        execution_options={"synchronize_session": False},
    )
    people = {person_id for person_id, _ in pairs}
    db.session.execute(
        delete(Alert).where(Alert.person_id.in_(people)),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()


if __name__ == "__main__":
    main()
