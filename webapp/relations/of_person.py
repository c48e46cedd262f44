"""To whom somebody is related, as far as a viewer may see those people."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Select, bindparam, case, literal, select, union_all
from sqlalchemy.orm import aliased

from webapp.db import Prepared, db, fetch
from webapp.people.models import Person
from webapp.people.visible import LIVING, seen_by
from webapp.relations.models import PersonRelation, RelationKind
from webapp.users.viewer import Viewer, hue, initials

_First, _Second = aliased(Person, name="first_person"), aliased(Person, name="second_person")


class Related(NamedTuple):
    """Somebody to whom a person is related; `word` says what they are ('Spouse')."""

    id: int
    name: str
    kind_id: int
    word: str

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def hue(self) -> str:
        return hue(self.id)


def _others(seen=lambda person: literal(True)) -> Select:
    """Both halves of the table, whichever of a pair the person is; hidden people are not among them."""
    halves = [
        select(
            other.id,
            other.name,
            other.name_key,
            PersonRelation.kind_id,
            case((PersonRelation.turned == turned, RelationKind.reverse), else_=RelationKind.name).label(
                "word"
            ),
        )
        .join(other, other.id == theirs)
        .join(RelationKind, RelationKind.id == PersonRelation.kind_id)
        .where(own == bindparam("person_id"), other.hidden == 0, seen(other))
        for own, theirs, other, turned in (
            (PersonRelation.first_id, PersonRelation.second_id, _Second, True),
            (PersonRelation.second_id, PersonRelation.first_id, _First, False),
        )
    ]
    both = union_all(*halves).subquery()
    return select(both.c.id, both.c.name, both.c.kind_id, both.c.word).order_by(
        both.c.word, both.c.name_key, both.c.id
    )


_OF_ALL = Prepared(_others())


def related_to(person_id: int, viewer: Viewer) -> list[Related]:
    """By what they are, then by name; nobody whom the viewer may not see."""
    if viewer.scope == "all":
        return [Related(*row) for row in _OF_ALL.rows(person_id=person_id)]
    rows = fetch(_others(lambda other: seen_by(viewer, other)), {"person_id": person_id})
    return [Related(*row) for row in rows]


def names_of(person_ids: Iterable[int], viewer: Viewer) -> dict[int, str]:
    """The names of those of these people whom the viewer may see."""
    rows = db.session.execute(
        select(Person.id, Person.name).where(Person.id.in_(set(person_ids)), LIVING, seen_by(viewer))
    )
    return dict(map(tuple, rows))
