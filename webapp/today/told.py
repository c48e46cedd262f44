"""What waits for one user alone: mentions, next steps that are due, and what processes tell them."""

from typing import NamedTuple

from sqlalchemy import and_, case, null, select

from webapp.alerts.models import Alert
from webapp.alerts.seeing import waits
from webapp.db import db
from webapp.people.models import Note, Person
from webapp.people.visible import LIVING, seen_by
from webapp.users.viewer import Viewer, hue, initials

MOST = 50
LONGEST = 300
"""Characters of a note; the whole is a click away."""


class Told(NamedTuple):
    """An alert; `name` is that of the person, '' for somebody whom the user does not see any more.

    `data` holds what the sentence needs, which is not for those who do not see the person.
    """

    id: int
    kind: str
    at: int
    person_id: int
    name: str
    data: dict

    @property
    def initials(self) -> str:
        return initials(self.name) if self.name else "?"

    @property
    def hue(self) -> str:
        return hue(self.person_id) if self.name else "gray"


def told(viewer: Viewer, *, now: int) -> list[Told]:
    """At most MOST alerts that wait for the viewer, the latest first."""
    name = case((and_(LIVING, seen_by(viewer)), Person.name), else_=null())
    rows = db.session.execute(
        select(Alert.id, Alert.kind, Alert.at, Alert.person_id, name, Alert.data)
        .join(Person, Person.id == Alert.person_id)
        .where(Alert.user_id == viewer.id, waits(now))
        .order_by(Alert.at.desc(), Alert.id.desc())
        .limit(MOST)
    )
    found = [Told(*row[:4], row[4] or "", row[5] if row[4] else {}) for row in rows]
    texts = _texts({one.data["note_id"] for one in found if "note_id" in one.data})
    return [
        one._replace(data={**one.data, "text": texts.get(one.data["note_id"], "")})
        if "note_id" in one.data
        else one
        for one in found
    ]


def _texts(note_ids: set[int]) -> dict[int, str]:
    """How these notes read now."""
    if not note_ids:
        return {}
    rows = db.session.execute(select(Note.id, Note.text).where(Note.id.in_(note_ids)))
    return {note_id: text[:LONGEST] for note_id, text in rows}
