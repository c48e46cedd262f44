"""Who lies in the trash."""

from typing import NamedTuple

from sqlalchemy import select

from webapp.db import db
from webapp.people.models import Person, PersonTrash
from webapp.people.visible import seen_by
from webapp.users.user import user_name
from webapp.users.viewer import Viewer

PAGE = 50


class InTrash(NamedTuple):
    """Somebody in the trash: since when, and the name of who put them there."""

    id: int
    name: str
    kind: str
    at: int
    by: str


def trash_of(
    viewer: Viewer, before: tuple[int, int] | None = None
) -> tuple[list[InTrash], tuple[int, int] | None]:
    """A page of whom the viewer could see if they were not in the trash, the latest first.

    `before` and the second value are (at, person_id): where the page begins, where the next one does.
    """
    statement = _in_trash(viewer)
    if before is not None:
        at, person_id = before
        statement = statement.where(
            (PersonTrash.at < at) | ((PersonTrash.at == at) & (PersonTrash.person_id < person_id))
        )
    order = (PersonTrash.at.desc(), PersonTrash.person_id.desc())
    rows = db.session.execute(statement.order_by(*order).limit(PAGE + 1)).all()
    page = [InTrash(*row) for row in rows[:PAGE]]
    return page, (page[-1].at, page[-1].id) if len(rows) > PAGE else None


def trashed_for(viewer: Viewer, person_id: int) -> InTrash | None:
    """Somebody in the trash whom the viewer could see if they were not there."""
    row = db.session.execute(_in_trash(viewer).where(Person.id == person_id)).one_or_none()
    return InTrash(*row) if row else None


def _in_trash(viewer: Viewer):
    return (
        select(Person.id, Person.name, Person.kind, PersonTrash.at, user_name(PersonTrash.by_id))
        .join(PersonTrash, PersonTrash.person_id == Person.id)
        .where(seen_by(viewer))
    )
