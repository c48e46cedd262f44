"""What an action would do to the chosen people, for the question before it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select

from webapp.bulk.actions.action import Action, Bit
from webapp.bulk.choosing import ids_of
from webapp.bulk.models import BulkChoice
from webapp.db import db
from webapp.people.models import Person
from webapp.users.viewer import Viewer

EXACT_UP_TO = 1_000
SAMPLES = 5


class Sample(NamedTuple):
    """Somebody with what they would have, and what they would have no longer."""

    name: str
    bits: Sequence[Bit]


class Preview(NamedTuple):
    """`changing` of the people would change, `samples` are some of them by name, `consequences` what follows.

    With more than EXACT_UP_TO people only those were looked at, and `exact` is false.
    """

    changing: int
    samples: list[Sample]
    consequences: list[str]
    exact: bool


def preview(choice: BulkChoice, action: Action, viewer: Viewer, *, now: int) -> Preview:
    """What the action would do; changes nothing."""
    person_ids = ids_of(choice, viewer, limit=EXACT_UP_TO + 1)
    exact = len(person_ids) <= EXACT_UP_TO
    effects = action.effects(person_ids[:EXACT_UP_TO])
    names = _names_of(effects)
    first = sorted(effects, key=lambda person_id: (names[person_id].casefold(), person_id))[:SAMPLES]
    consequences = action.consequences(list(effects), by=viewer, now=now) if exact else []
    return Preview(len(effects), [Sample(names[i], effects[i]) for i in first], consequences, exact)


def _names_of(person_ids: Iterable[int]) -> dict[int, str]:
    people = select(Person.id, Person.name).where(Person.id.in_(list(person_ids)))
    return dict(db.session.execute(people).all())
