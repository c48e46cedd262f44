"""How a group came to be what it is, by its ledger: who was in it, who came and went, how large it was."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, case, func, select

from webapp.db import db, fetch
from webapp.groups.models import LedgerLine
from webapp.people.models import Person
from webapp.people.visible import LIVING, seen_by
from webapp.smart_groups.models import RuleVersion
from webapp.users.viewer import Viewer


class Look(NamedTuple):
    """Who was in a group at a moment, and how many came and went since."""

    then: int
    joined: int
    left: int


class Step(NamedTuple):
    """A stretch of time that ends at `until`: how many were in the group then, and how many came and went."""

    until: int
    members: int
    joined: int
    left: int


def look_back(group_id: int, viewer: Viewer, at: int) -> Look:
    """How many whom the viewer sees were in it at a moment."""
    since = LedgerLine.at >= at
    net, came = func.sum(case((since, 0), else_=LedgerLine.joined)), LedgerLine.joined == 1
    joined, left = (func.sum(case((since & turn, 1), else_=0)) for turn in (came, ~came))
    row = fetch(_lines(group_id, viewer, net, joined, left)).one()
    return Look(*(int(n or 0) for n in row))


def who_was_there(group_id: int, viewer: Viewer, at: int, *, at_most: int) -> list[tuple[int, str]]:
    """(id, name) of people whom the viewer sees and who were in it at a moment, by name."""
    there = (
        _lines(group_id, viewer, Person.id, Person.name)
        .where(LedgerLine.at < at)
        .group_by(Person.id, Person.name, Person.name_key)
        .having(func.sum(LedgerLine.joined) > 0)
        .order_by(Person.name_key, Person.id)
    )
    return [tuple(row) for row in fetch(there.limit(at_most))]


def sizes(group_id: int, viewer: Viewer, *, since: int, now: int, steps: int) -> list[Step]:
    """How large the group was at the end of each of so many equal stretches from `since` to `now`."""
    width = max(1, -(-(now - since + 1) // steps))
    place = (LedgerLine.at - since) // width
    came = case((LedgerLine.joined == 1, 1), else_=0)
    rows = fetch(
        _lines(group_id, viewer, place, func.sum(came), func.count())
        .where(LedgerLine.at >= since)
        .group_by(place)
    )
    moves = {int(n): (int(joined), int(moved - joined)) for n, joined, moved in rows}
    members = look_back(group_id, viewer, since).then
    found = []
    for n in range(steps):
        joined, left = moves.get(n, (0, 0))
        members += joined - left
        found.append(Step(min(now, since + (n + 1) * width), members, joined, left))
    return found


def began(group_id: int) -> int | None:
    """When the first person joined; None if nobody ever did."""
    return db.session.scalar(select(func.min(LedgerLine.at)).where(LedgerLine.group_id == group_id))


def versions(group_id: int) -> Sequence[RuleVersion]:
    """What its rule was, the first one first."""
    own = select(RuleVersion).where(RuleVersion.group_id == group_id)
    return db.session.scalars(own.order_by(RuleVersion.version)).all()


def _lines(group_id: int, viewer: Viewer, *columns) -> Select:
    lines = select(*columns).select_from(LedgerLine).join(Person, Person.id == LedgerLine.person_id)
    return lines.where(LedgerLine.group_id == group_id, LIVING, seen_by(viewer))
