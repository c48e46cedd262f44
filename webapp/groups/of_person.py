"""The groups that somebody is in, each with why."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from webapp.db import Prepared
from webapp.groups.models import LedgerLine, PersonGroup
from webapp.groups.naming import groups_for, tree
from webapp.users.user import User
from webapp.users.viewer import Viewer

NOTED = frozenset({"import", "form", "process"})
"""Causes of which the ledger says more than the membership."""


class Place(NamedTuple):
    """A group with those above it, and why somebody is in it; `cause` as in LedgerLine, `note` what was said
    about it. `by` is '' for Muster's own doing."""

    group_id: int
    name: str
    path: str
    at: int
    cause: str
    by: str
    rule_version: int
    note: str


_PLACES = Prepared(
    select(PersonGroup.group_id, PersonGroup.at, PersonGroup.cause, User.name, PersonGroup.rule_version)
    .outerjoin(User, User.id == PersonGroup.by_id)
    .where(PersonGroup.person_id == bindparam("person_id"))
)
_NOTES = Prepared(
    select(LedgerLine.group_id, LedgerLine.note)
    .where(LedgerLine.person_id == bindparam("person_id"), LedgerLine.joined == 1)
    .order_by(LedgerLine.id)
)


def places_of(person_id: int, viewer: Viewer) -> list[Place]:
    """The groups of a person that the viewer knows, in the order of the tree, without archived ones."""
    rows = _PLACES.rows(person_id=person_id)
    if not rows:
        return []
    own = {row[0]: row for row in rows}
    notes = _notes(person_id) if any(row[2] in NOTED for row in rows) else {}
    known = tree()
    return [
        Place(node.id, node.name, known.shown(node.id), at, cause, by or "", version, notes.get(node.id, ""))
        for node in groups_for(viewer)
        if node.id in own
        for _, at, cause, by, version in [own[node.id]]
    ]


def _notes(person_id: int) -> dict[int, str]:
    """What the ledger says of the last time that they joined each group."""
    return dict(_NOTES.rows(person_id=person_id))
