"""Who is probably the same person as somebody about to be added."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from webapp.db import Prepared, db, key, one_of_given
from webapp.duplicates.blocking import MOST_IN_BLOCK, block_keys
from webapp.duplicates.likeness import SAME_PHONE, Features, Likeness, compare
from webapp.duplicates.models import Block
from webapp.duplicates.reading import features_of
from webapp.people.models import Person, PersonEmail, PersonPhone
from webapp.people.visible import LIVING, seen_by
from webapp.users.viewer import Viewer

MOST = 5
SHOWN_FROM = SAME_PHONE
"""Of somebody who is only being typed less is known than of who is listed."""
_BLOCKS = Prepared(select(Block.key, Block.person_id).where(one_of_given(Block.key, "keys")))


class Alike(NamedTuple):
    """Somebody there already, and why they are taken for the same."""

    id: int
    name: str
    likeness: Likeness


def alike(viewer: Viewer, typed: Features) -> list[Alike]:
    """At most five of those whom the viewer sees, the most alike first."""
    known = features_of(_in_its_blocks(typed) | _there_since_a_moment(typed))
    scored = {person_id: compare(typed, own) for person_id, own in known.items()}
    likely = {i: likeness for i, likeness in scored.items() if likeness.score >= SHOWN_FROM}
    found = [Alike(i, name, likely[i]) for i, name in _seen(viewer, likely)]
    return sorted(found, key=lambda one: (-one.likeness.score, one.id))[:MOST]


def _in_its_blocks(typed: Features) -> set[int]:
    blocks: dict[str, list[int]] = {}
    for block, person_id in _BLOCKS.rows(keys=sorted(block_keys(typed.shown, typed.emails, typed.phones))):
        blocks.setdefault(block, []).append(person_id)
    return {i for people in blocks.values() if len(people) <= MOST_IN_BLOCK for i in people}


def _there_since_a_moment(typed: Features) -> set[int]:
    """Who has one of the addresses or the name: whoever came in a moment ago stands in no block yet."""
    found: set[int] = set()
    if name_key := key(typed.shown):
        namesakes = select(Person.id).where(LIVING, Person.name_key == name_key).limit(MOST_IN_BLOCK)
        found |= set(db.session.scalars(namesakes))
    for model, norms in ((PersonEmail, typed.emails), (PersonPhone, typed.phones)):
        if norms:
            sharing = select(model.person_id).where(model.norm.in_(norms)).limit(MOST_IN_BLOCK)
            found |= set(db.session.scalars(sharing))
    return found


def _seen(viewer: Viewer, person_ids: Iterable[int]):
    return db.session.execute(
        select(Person.id, Person.name).where(LIVING, seen_by(viewer), Person.id.in_(list(person_ids)))
    )
