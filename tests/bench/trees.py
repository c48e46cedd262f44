"""Both numbers of every group of a tree of 500, each person once: Muster's beside one bare question to the
counters; within a process of Muster, in a transaction that is taken back.

    python -m tests.bench.trees           (on the instance of MUSTER_INSTANCE; prints the times as JSON)
"""

import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import select

from tests.bench.figure import Figure, Measured, of_times
from tests.bench.world import run
from webapp import create_app
from webapp.db import counters, db
from webapp.groups import counting
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.naming import tree
from webapp.people.models import Person
from webapp.people.visible import LIVING
from webapp.users.user import active_users

GROUPS, OF_EACH = 500, 3
ROUNDS = 30
MOST_MS = 10
FLOOR = """
    SELECT facet, value, SUM(people) FROM people_count
    WHERE facet IN ('group', 'group_under') GROUP BY facet, value
"""


def measured_within(folder: Path) -> Iterator[Measured]:
    """The figure that another process of this instance measures."""
    ours, floor = json.loads(run(folder, "tests.bench.trees").splitlines()[-1])
    figure = Figure(f"Both numbers of {GROUPS} groups", None, most_ms=MOST_MS)
    yield of_times(figure, ours, floor=statistics.median(floor))


def main() -> None:
    """Make the tree, measure, and take everything back."""
    with create_app().app_context():
        by = min(active_users(), key=lambda user: user.id).as_viewer()
        under = furnish(by, int(time.time()))
        numbers = counting.numbers(by)
        assert all(numbers[group_id].under == people for group_id, people in under.items())
        asked = [_timed(lambda: counting.numbers(by)) for _ in range(ROUNDS)]
        bare = [_timed(_ask_barely) for _ in range(ROUNDS)]
        print(json.dumps((asked, bare)))
        db.session.rollback()


def furnish(by, now: int) -> dict[int, int]:
    """Counters of groups of which everybody is in three; {group_id: people in it or below}."""
    dice = random.Random(11)
    ids: list[int] = []
    for number in range(GROUPS):
        parent_id = dice.choice(ids[-100:]) if ids and dice.random() < 0.8 else None
        ids.append(add_group(Wanted(f"Tree {number}", parent_id), by=by, now=now).id)
    known = tree()
    above = {group_id: [node.id for node in known.ancestry(group_id)] for group_id in ids}
    found: Counter[counters.CounterKey] = Counter()
    for office_id, owner_id in db.session.execute(select(Person.office_id, Person.owner_id).where(LIVING)):
        own = dice.sample(ids, OF_EACH)
        place = (office_id, owner_id or counters.NOWHERE)
        found.update((counting.OWN, group_id, *place) for group_id in own)
        under = {group_id for one in own for group_id in above[one]}
        found.update((counting.FACET, group_id, *place) for group_id in under)
    counters.add(found)
    people: Counter[int] = Counter()
    for (facet, group_id, *_), number in found.items():
        people[group_id] += number if facet == counting.FACET else 0
    return dict(people)


def _ask_barely() -> None:
    db.session.connection().exec_driver_sql(FLOOR).fetchall()


def _timed(deed: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    deed()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
