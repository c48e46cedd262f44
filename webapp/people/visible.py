"""The one rule of who sees whom; lists, counts, search, exports, timelines and ids all go through it.

*Own*: the person's owner is me. *Office*: the person's office is mine, or the owner is me. *All*: everybody.
"""

from sqlalchemy import ColumnElement, Select, literal_column, or_, select, true

from webapp.db import db
from webapp.db.counters import PeopleCount
from webapp.people.models import MERGED, Person
from webapp.users.viewer import Viewer

LIVING = Person.hidden == literal_column("0")
"""Not in the trash. The 0 is a literal because a bound parameter loses the partial indexes on PostgreSQL."""


def seen_by(viewer: Viewer, person=Person) -> ColumnElement[bool]:
    """The condition on person (or an alias of it, or the counters) that keeps to what the viewer may see."""
    if viewer.scope == "all":
        return true()
    if viewer.scope == "office":
        return or_(person.office_id == viewer.office_id, person.owner_id == viewer.id)
    return person.owner_id == viewer.id


def counted_for(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule on the rows of the counters."""
    return seen_by(viewer, PeopleCount)


def people_of(viewer: Viewer) -> Select[tuple[Person]]:
    """A SELECT of every living person whom the viewer may see."""
    return select(Person).where(LIVING, seen_by(viewer))


def person_for(viewer: Viewer, person_id: int) -> Person | None:
    """The person if the viewer may see them; None as if there were nobody."""
    return db.session.scalar(people_of(viewer).where(Person.id == person_id))


def whole_person_for(viewer: Viewer, person_id: int) -> Person | None:
    """The person if the viewer may see them, or could if they were not in the trash; nobody who is merged."""
    whole = Person.id == person_id, Person.hidden != MERGED
    return db.session.scalar(select(Person).where(*whole, seen_by(viewer)))


def only_visible(viewer: Viewer, person_ids: list[int]) -> list[int]:
    """Those of the ids that the viewer may see, in the given order."""
    if not person_ids:
        return []
    found = set(
        db.session.scalars(select(Person.id).where(LIVING, seen_by(viewer), Person.id.in_(person_ids)))
    )
    return [person_id for person_id in person_ids if person_id in found]


def would_see(viewer: Viewer, office_id: int, owner_id: int | None) -> bool:
    """The same rule for somebody who came to this office and owner."""
    if viewer.scope == "all" or owner_id == viewer.id:
        return True
    return viewer.scope == "office" and office_id == viewer.office_id


def within_reach(viewer: Viewer, person_ids: list[int]) -> set[int]:
    """Those of the ids that the viewer may see or could see if they were not in the trash."""
    return set(db.session.scalars(select(Person.id).where(seen_by(viewer), Person.id.in_(person_ids))))
