"""200 smart groups in a tree of 500: what their rules add to a change, a first filling, and a why; within a
process of Muster, in a transaction that is taken back.

    python -m tests.bench.ruling          (on the instance of MUSTER_INSTANCE; prints the times as JSON)
    python -m tests.bench.ruling keep     (makes the groups and rules there, and leaves them)
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, insert, literal, select

from tests.bench.figure import Figure, Measured, of_times
from tests.bench.world import run
from webapp import create_app
from webapp.activity import reacting
from webapp.activity.tracking import open_change_set
from webapp.criteria.text import parse
from webapp.db import counters, db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.models import Group, LedgerLine
from webapp.people.editing import change_people
from webapp.people.models import KINDS, Person
from webapp.people.visible import LIVING
from webapp.pipelines.statuses import statuses
from webapp.smart_groups.rules import asker
from webapp.smart_groups.stating import MOST_AT_ONCE, set_rule
from webapp.smart_groups.why import why
from webapp.tags.models import Tag
from webapp.users.own_company import Labels
from webapp.users.user import active_users

GROUPS, RULES, BULK = 500, 200, 200
ONE_MS, BULK_MS, FILLING_MS, WHY_MS = 3, 60, 200, 15
GROWTH = 1.5
ROUNDS = 30
FILLING, FILLED, FILLINGS = "First filling of a smart group", "kind:lead", 3
"""A tenth of everybody."""
PLACES = 60


def measured_within(folder: Path) -> Iterator[Measured]:
    """The figures that another process of this instance measures."""
    times = json.loads(run(folder, "tests.bench.ruling").splitlines()[-1])
    for name, most_ms, growth in (
        ("Rules add to changing one person", ONE_MS, GROWTH),
        (f"Rules add to changing {BULK}", BULK_MS, None),
        (FILLING, FILLING_MS, None),
        ("Why somebody is in a smart group", WHY_MS, None),
    ):
        if name not in times:
            continue
        ours, floor = times[name]
        figure = Figure(name, None, most_ms=most_ms if "1000000" not in folder.name else None, growth=growth)
        yield of_times(figure, ours, floor=statistics.median(floor))


def main() -> None:
    """Make the groups, then keep them or measure and take everything back."""
    with create_app().app_context():
        now = int(time.time())
        by = min(active_users(), key=lambda user: user.id).as_viewer()
        furnish(by, now)
        if sys.argv[1:] == ["keep"]:
            db.session.commit()
            return
        times = _times(by, now)
        db.session.rollback()
        if counters.read("kind")[KINDS.index("lead")] <= MOST_AT_ONCE:  # more of them join by a job
            times[FILLING] = _times_of_filling(by, now)
        print(json.dumps(times))


def furnish(by, now: int) -> None:
    """A tree of groups, with a rule of two to five conditions for each of some of them."""
    dice = random.Random(11)
    ids: list[int] = []
    for number in range(GROUPS):
        parent_id = dice.choice(ids[-100:]) if ids and dice.random() < 0.8 else None
        ids.append(add_group(Wanted(f"Bench {number}", parent_id), by=by, now=now).id)
    conditions = list(_conditions(dice))
    for group_id in dice.sample(ids, RULES):
        place, *others = (
            next(conditions[0]),
            *(next(dice.choice(conditions)) for _ in range(dice.randint(1, 4))),
        )
        criteria = parse(" ".join([place, *others]), asker(now=now))
        group = db.session.get_one(Group, group_id)
        set_rule(group, criteria, apply_to_current=False, by=by, now=now)


def _conditions(dice: random.Random) -> Iterator[Iterator[str]]:
    def endless(values: list[str]) -> Iterator[str]:
        while True:
            yield dice.choice(values)

    tags = list(db.session.scalars(select(Tag.name).where(Tag.retired_at.is_(None)).limit(40)))
    yield endless(
        [f"state:{code}" for code in _often(Person.state)] + [f'city:"{c}"' for c in _often(Person.city)]
    )
    yield endless([f"status:{status.name}" for status in statuses()])
    yield endless([f'tag:"{name}"' for name in tags] + [f'-tag:"{name}"' for name in tags])
    yield endless(["kind:lead", "kind:contact", "kind:customer", "has:email", "has:phone"])
    yield endless(["contacted:30d", "-contacted:90d", "created:12m", "owner:none", "owner:any"])


def _often(column) -> list[str]:
    """What most people have there; those without a value do not count."""
    found = select(column).where(LIVING, column != "").group_by(column)
    return list(db.session.scalars(found.order_by(func.count().desc()).limit(PLACES)))


def _times(by, now: int) -> dict[str, tuple[list[float], list[float]]]:
    """By figure: milliseconds of Muster, and of the floor."""
    cities = _often(Person.city)
    people = list(db.session.scalars(select(Person.id).where(LIVING).order_by(Person.id).limit(BULK + 1)))

    def change(ids: list[int]) -> Callable[[int], None]:
        def edit(number: int) -> None:
            change_set = open_change_set("edit", "Bench", by=by, now=now)
            wanted = {i: {"city": cities[(i + number) % len(cities)]} for i in ids}
            change_people(wanted, by=by, now=now, change_set=change_set)

        return edit

    found = {}
    for name, ids in (("one person", people[:1]), (str(BULK), people[1:])):
        deed = change(ids)
        both = [(_timed(deed, n), _without_rules(deed, n)) for n in range(ROUNDS)]
        found[f"Rules add to changing {name}"] = (
            [ours - floor for ours, floor in both],
            [floor for _, floor in both],
        )
    group, fill, _ = _filling(f'{FILLED} city:"{cities[0]}"', by, now)
    fill(0)
    labels = Labels({})
    member = db.session.scalar(select(LedgerLine.person_id).where(LedgerLine.group_id == group.id).limit(1))

    def explain(_number: int) -> None:
        why(group, member, labels, now=now)

    def read(_number: int) -> None:
        db.session.execute(select(Person).where(Person.id == member))

    found["Why somebody is in a smart group"] = (
        [_timed(explain, n) for n in range(ROUNDS)],
        [
            _timed(lambda _n: db.session.execute(select(Person).where(Person.id == member)), n)
            for n in range(ROUNDS)
        ],
    )
    return found


def _times_of_filling(by, now: int) -> tuple[list[float], list[float]]:
    """Each in a transaction of its own, as a request has it: within a savepoint SQLite keeps pages for it."""
    ours, floor = [], []
    for number in range(FILLINGS):
        furnish(by, now)
        _, fill, fill_only = _filling(FILLED, by, now)
        began = time.process_time()
        fill(number)
        ours.append((time.process_time() - began) * 1000)
        floor.append(_timed(fill_only, number))
        db.session.rollback()
    return ours, floor


def _filling(q: str, by, now: int) -> tuple[Group, Callable[[int], object], Callable[[int], object]]:
    """A group, its first filling with whom `q` finds, and the floor of that for FILLED: the ledger."""
    group = add_group(Wanted("Bench filled"), by=by, now=now)
    criteria = parse(q, asker(now=now))

    def fill(_number: int) -> None:
        set_rule(group, criteria, apply_to_current=True, by=by, now=now)

    def fill_only(_number: int) -> None:
        told = map(literal, (group.id, now, 1, "rule", ""))
        rows = select(Person.id, *told).where(LIVING, Person.kind == "lead")
        names = ["person_id", "group_id", "at", "joined", "cause", "note"]
        db.session.execute(insert(LedgerLine).from_select(names, rows, include_defaults=True))

    return group, fill, fill_only


def _timed(deed: Callable[[int], object], number: int) -> float:
    """Milliseconds of processor time of a deed, which is taken back."""
    attempt = db.session.begin_nested()
    began = time.process_time()
    deed(number)
    took = (time.process_time() - began) * 1000
    attempt.rollback()
    return took


def _without_rules(deed: Callable[[int], object], number: int) -> float:
    with _nobody_reacts():
        return _timed(deed, number)


@contextmanager
def _nobody_reacts() -> Iterator[None]:
    reactions = reacting._REACTIONS[:]
    reacting._REACTIONS.clear()
    try:
        yield
    finally:
        reacting._REACTIONS.extend(reactions)


if __name__ == "__main__":
    main()
