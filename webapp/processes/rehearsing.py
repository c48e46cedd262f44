"""The dry run: what a process would do to whom. What it tries is taken back."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from webapp.activity.reacting import together
from webapp.activity.tracking import open_change_set
from webapp.bulk.actions.action import Bit, Effects
from webapp.db import db, fetch, fold
from webapp.groups.models import PersonGroup
from webapp.groups.naming import tree
from webapp.people.models import Person, PersonSearch
from webapp.people.visible import LIVING, seen_by
from webapp.processes.models import Process
from webapp.processes.standing import actor_of
from webapp.processes.steps import steps_of
from webapp.processes.steps.step import Doing
from webapp.users.viewer import Viewer

EXACT_UP_TO = 1_000
SHOWN = 50
MOST_FOUND = 8
LONGEST = 100


class Rehearsed(NamedTuple):
    """Somebody with what each step would give and take, by the step's number from 1."""

    person_id: int
    name: str
    bits: dict[int, Sequence[Bit]]


class Rehearsal(NamedTuple):
    """`changing` of the `people` would change, by step `by_step` of them; `shown` are the first by name.

    With more than EXACT_UP_TO people only those were looked at, and `exact` is false.
    """

    people: int
    changing: int
    by_step: list[int]
    shown: list[Rehearsed]
    exact: bool


def members_of(group_id: int, viewer: Viewer) -> list[int]:
    """Who is in the group and whom the viewer sees, at most one more than a dry run looks at."""
    inside = (
        select(Person.id)
        .join(PersonGroup, PersonGroup.person_id == Person.id)
        .where(PersonGroup.group_id == group_id, LIVING, seen_by(viewer))
    )
    return list(fetch(inside.order_by(Person.id).limit(EXACT_UP_TO + 1)).scalars())


def people_called(typed: str, viewer: Viewer) -> list[tuple[int, str]]:
    """(id, name) of the first people whom the viewer sees and whom the words fit, to choose one for it."""
    words = fold(typed[:LONGEST]).split()
    if not words:
        return []
    people = select(Person.id, Person.name).join(PersonSearch, PersonSearch.person_id == Person.id)
    for word in words:
        people = people.where(PersonSearch.txt.contains(f" {word}", autoescape=True))
    people = people.where(LIVING, seen_by(viewer)).order_by(Person.name_key, Person.id)
    return list(fetch(people.limit(MOST_FOUND)))


def rehearse(process: Process, person_ids: Sequence[int], viewer: Viewer, *, now: int) -> Rehearsal:
    """What its steps would do to these people, each to what those before it have made of them.

    Needs a transaction that may write, although nothing of it stays.
    """
    exact = len(person_ids) <= EXACT_UP_TO
    names = _names(process, person_ids[:EXACT_UP_TO], viewer)
    effects = _tried(process, list(names), now)
    changing = [i for i in names if any(i in effect for effect in effects)]
    shown = [
        Rehearsed(i, names[i], {n: effect[i] for n, effect in enumerate(effects, 1) if i in effect})
        for i in changing[:SHOWN]
    ]
    return Rehearsal(len(names), len(changing), [len(effect) for effect in effects], shown, exact)


def _tried(process: Process, person_ids: list[int], now: int) -> list[Effects]:
    """The effects of each step, all but the last of them done on trial."""
    steps, effects = steps_of(process.steps), []
    with db.session.begin_nested() as trial:
        by, runs = actor_of(process), {person_id: -person_id for person_id in person_ids}
        change_set = open_change_set("process", "", by=by, now=now)
        for number, step in enumerate(steps):
            effects.append({} if step.why_gone() else step.effects(person_ids))
            if effects[-1] and step is not steps[-1]:
                with together():
                    step.do(Doing(runs, number, "", by, now, change_set))
        trial.rollback()
    return effects


def _names(process: Process, person_ids: Sequence[int], viewer: Viewer) -> dict[int, str]:
    """By name, those whom the viewer sees and the process would work on."""
    people = select(Person.id, Person.name).where(Person.id.in_(person_ids), LIVING, seen_by(viewer))
    if office_id := tree()[process.group_id].office_id:
        people = people.where(Person.office_id == office_id)
    return dict(fetch(people.order_by(Person.name_key, Person.id)).all())
