"""Who came into a group last, and why."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from webapp.activity.models import ChangeSet
from webapp.db import db
from webapp.groups.models import LedgerLine, PersonGroup
from webapp.people.models import Person
from webapp.people.visible import LIVING, seen_by
from webapp.users.user import User
from webapp.users.viewer import Viewer, hue, initials


class Joined(NamedTuple):
    """Somebody in a group since `at`; `cause` as in LedgerLine, `by` who did it, '' for Muster itself.

    `deed` is the title of the change set they came with, `note` what was said about it.
    """

    person_id: int
    name: str
    owner_id: int | None
    owner: str
    at: int
    cause: str
    by: str
    rule_version: int
    note: str
    deed: str

    @property
    def owner_initials(self) -> str:
        return initials(self.owner)

    @property
    def owner_hue(self) -> str:
        return hue(self.owner_id or 0)


def last_to_join(viewer: Viewer, group_id: int, at_most: int) -> list[Joined]:
    """Those whom the viewer sees, the last one first."""
    owner, by = aliased(User), aliased(User)
    rows = db.session.execute(
        select(
            Person.id,
            Person.name,
            Person.owner_id,
            func.coalesce(owner.name, ""),
            PersonGroup.at,
            PersonGroup.cause,
            func.coalesce(by.name, ""),
            PersonGroup.rule_version,
        )
        .select_from(PersonGroup)
        .join(Person, Person.id == PersonGroup.person_id)
        .outerjoin(owner, owner.id == Person.owner_id)
        .outerjoin(by, by.id == PersonGroup.by_id)
        .where(PersonGroup.group_id == group_id, LIVING, seen_by(viewer))
        .order_by(PersonGroup.at.desc(), PersonGroup.person_id.desc())
        .limit(at_most)
    ).all()
    said = _said(group_id, [row.id for row in rows])
    return [Joined(*row, *said.get(row.id, ("", ""))) for row in rows]


def _said(group_id: int, person_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """{person_id: (note, title of the change set)} of their last joining."""
    last = (
        select(func.max(LedgerLine.id))
        .where(LedgerLine.group_id == group_id, LedgerLine.person_id.in_(person_ids), LedgerLine.joined == 1)
        .group_by(LedgerLine.person_id)
    )
    rows = db.session.execute(
        select(LedgerLine.person_id, LedgerLine.note, func.coalesce(ChangeSet.title, ""))
        .outerjoin(ChangeSet, ChangeSet.id == LedgerLine.change_set_id)
        .where(LedgerLine.id.in_(last))
    )
    return {person_id: (note, title) for person_id, note, title in rows}
