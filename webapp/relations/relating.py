"""Relating two people and parting them: one row, and a change and an event for each of the two.

A change is of the kind 'relation'. Its key is "<kind>:<other person>", its value what the other one is: NAME
or REVERSE of the kind, None for nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from sqlalchemy import delete, select, tuple_

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import Changed, note_changes, track
from webapp.db import db, insert_into
from webapp.people.models import Person
from webapp.relations.kinds import kinds_of
from webapp.relations.models import PersonRelation, RelationKind

Side = Literal["name", "reverse"]
NAME: Side = "name"
REVERSE: Side = "reverse"
_PLACE = PersonRelation.first_id, PersonRelation.second_id, PersonRelation.kind_id
OTHER_SIDE: dict[Side, Side] = {NAME: REVERSE, REVERSE: NAME}


class CannotRelate(ValueError):
    """One sentence that says why."""


class Link(NamedTuple):
    """A possible relation as one of its people sees it."""

    person_id: int
    other_id: int
    kind_id: int

    @property
    def key(self) -> str:
        """What a change of it is called."""
        return f"{self.kind_id}:{self.other_id}"

    @property
    def mirrored(self) -> "Link":
        """The same as the other one sees it."""
        return Link(self.other_id, self.person_id, self.kind_id)

    @property
    def row(self) -> tuple[int, int, int]:
        """Its place in the table."""
        return min(self[:2]), max(self[:2]), self.kind_id


def link_of(person_id: int, key: str) -> Link:
    """The link that a change is about."""
    kind_id, other_id = map(int, key.split(":"))
    return Link(person_id, other_id, kind_id)


def relate(link: Link, side: Side, *, by, now: int, change_set: ChangeSet) -> None:
    """Let the other one be what `side` of the kind says to the person; raises CannotRelate.

    The caller has checked that `by` sees both.
    """
    if link.person_id == link.other_id:
        raise CannotRelate("Choose somebody else: nobody is related to themselves.")
    hold([link])
    kind = kinds_of([link.kind_id]).get(link.kind_id)
    if kind is None or kind.retired_at is not None:
        raise CannotRelate("This relation is no longer offered. Choose another one.")
    if not put({link: side}, by=by, now=now):
        raise CannotRelate("They are related in this way already.")
    _note({link: (None, side), link.mirrored: (None, OTHER_SIDE[side])}, now, change_set)
    tell({link: side}, "related", {kind.id: kind}, by=by, now=now, change_set=change_set)


def part(link: Link, *, by, now: int, change_set: ChangeSet) -> bool:
    """End a relation; False when there is none."""
    hold([link])
    side = sides_of([link]).get(link)
    if side is None:
        return False
    take([link])
    _note({link: (side, None), link.mirrored: (OTHER_SIDE[side], None)}, now, change_set)
    tell({link: side}, "parted", kinds_of([link.kind_id]), by=by, now=now, change_set=change_set)
    return True


def hold(links: Iterable[Link]) -> set[int]:
    """Lock the people of these links until the transaction ends; returns who of them is still there."""
    ids = {person_id for link in links for person_id in link[:2]}
    locking = select(Person.id).where(Person.id.in_(ids)).order_by(Person.id)
    return set(db.session.scalars(locking.with_for_update(key_share=True)))


def sides_of(links: Iterable[Link]) -> dict[Link, Side]:
    """What the other one is, of those links that are relations."""
    links = list(links)
    there = select(*_PLACE, PersonRelation.turned).where(tuple_(*_PLACE).in_([link.row for link in links]))
    turned = {(*place,): is_turned for *place, is_turned in db.session.execute(there)}
    return {link: _side(link, turned[link.row]) for link in links if link.row in turned}


def put(wanted: Mapping[Link, Side], *, by, now: int) -> int:
    """Write these relations; returns how many were not there."""
    written = 0
    for link, side in wanted.items():
        first_id, second_id, kind_id = link.row
        row = {"first_id": first_id, "second_id": second_id, "kind_id": kind_id, "at": now, "by_id": by.id}
        turned = (side == REVERSE) == (link.person_id == first_id)
        statement = insert_into(PersonRelation).values(turned=turned, **row).on_conflict_do_nothing()
        written += db.session.execute(statement).rowcount
    return written


def take(links: Iterable[Link]) -> None:
    """Delete these relations."""
    rows = [link.row for link in links]
    if rows:
        db.session.execute(delete(PersonRelation).where(tuple_(*_PLACE).in_(rows)))


def word(kind: RelationKind, side: Side) -> str:
    """What the other one is called."""
    return kind.name if side == NAME else kind.reverse


def tell(
    links: Mapping[Link, Side],
    event: str,
    kinds: Mapping[int, RelationKind],
    *,
    by,
    now: int,
    change_set: ChangeSet,
) -> None:
    """Write on the timelines of both that they were 'related' or 'parted'; by id, for not everybody who sees
    one of them may know the other."""
    seen = links | {link.mirrored: OTHER_SIDE[side] for link, side in links.items()}
    told = (
        (link.person_id, {"other": link.other_id, "as": word(kinds[link.kind_id], side)})
        for link, side in seen.items()
    )
    track(event, told, by=by, now=now, change_set=change_set)


def _side(link: Link, turned: bool) -> Side:
    return REVERSE if turned == (link.person_id == link.row[0]) else NAME


def _note(changes: Mapping[Link, tuple[Side | None, Side | None]], now: int, change_set: ChangeSet) -> None:
    db.session.flush()
    rows = [Changed(link.person_id, "relation", link.key, *values) for link, values in changes.items()]
    note_changes(change_set, rows, now=now)
