"""What a rule would do, counted before somebody decides."""

from dataclasses import dataclass

from sqlalchemy import Select, and_, func, not_, select

from webapp.criteria.tree import Node
from webapp.db import fetch
from webapp.groups.models import Group, KeptOut, PersonGroup
from webapp.people.models import Person
from webapp.people.visible import LIVING, seen_by
from webapp.segments.clocks import DAY
from webapp.smart_groups import matching
from webapp.smart_groups.models import SmartGroup
from webapp.smart_groups.rules import AFTER, MIRROR, Rule, asker, understood
from webapp.users.viewer import Viewer

WEEK = 7 * DAY


@dataclass(frozen=True)
class Foreseen:
    """Of new criteria: how many match, how many of them would join if they are applied to current people (and
    the first few of those whom the viewer sees), whom a hand took out, and how many would leave at once."""

    matching: int
    joining: int
    some: list[tuple[int, str]]
    kept_out: int
    leaving: int


@dataclass(frozen=True)
class Figures:
    """Of a rule at work: how many match, are in the group (and how many of them a hand, an import or the like
    put in), are in it without matching, and match but were taken out by hand."""

    matching: int
    members: int
    pinned: int
    unmatched: int
    taken_out: int


@dataclass(frozen=True)
class Leaving:
    """How many would leave at once, and within a week from now if nobody changes."""

    at_once: int
    in_a_week: int


def foresee(group: Group, criteria: Node, viewer: Viewer, *, exit: str, now: int, some: int) -> Foreseen:
    """What these criteria would do to the group."""
    kept = SmartGroup(group_id=group.id, version=0, criteria=None, stated_at=now, exit=exit, exit_days=0)
    rule, who = understood(kept, group.office_id, criteria), asker(now=now)
    removed = select(KeptOut.person_id).where(
        KeptOut.person_id == Person.id, KeptOut.group_id == group.id, KeptOut.why == "removed"
    )
    inside = select(PersonGroup.person_id).where(
        PersonGroup.person_id == Person.id, PersonGroup.group_id == group.id
    )
    found = matching.whom_it_finds(rule, who)
    joining = found.where(not_(inside.exists()), not_(removed.exists()))
    named = (
        select(Person.id, Person.name)
        .where(Person.id.in_(joining), seen_by(viewer))
        .order_by(Person.name_key, Person.id)
        .limit(some)
    )
    lost = matching.members(rule, who, matching=False).where(~PersonGroup.pinned)
    return Foreseen(
        _count(found),
        _count(joining),
        [tuple(row) for row in fetch(named)],
        _count(found.where(removed.exists())),
        _count(lost) if exit == MIRROR else 0,
    )


def figures(rule: Rule, viewer: Viewer, *, now: int) -> Figures:
    """How many there are of each whom the viewer sees."""
    who, seen = asker(now=now), seen_by(viewer)
    own = (
        select(PersonGroup.person_id).join(Person).where(PersonGroup.group_id == rule.group_id, LIVING, seen)
    )
    taken_out = matching.kept_out(rule, who, matching=True).where(KeptOut.why == "removed", seen)
    return Figures(
        _count(matching.whom_it_finds(rule, who).where(seen)),
        _count(own),
        _count(own.where(PersonGroup.pinned)),
        _count(own.where(PersonGroup.unmatched_at > 0)),
        _count(taken_out),
    )


def leaving(rule: Rule, exit: str, days: int, *, now: int) -> Leaving:
    """Whom another exit policy would take out."""
    wait = {MIRROR: 0, AFTER: days * DAY}.get(exit)
    if wait is None:
        return Leaving(0, 0)
    own = (
        select(PersonGroup.person_id)
        .join(Person)
        .where(
            and_(
                PersonGroup.group_id == rule.group_id,
                LIVING,
                PersonGroup.unmatched_at > 0,
                ~PersonGroup.pinned,
            )
        )
    )
    return Leaving(*(_count(own.where(PersonGroup.unmatched_at <= by - wait)) for by in (now, now + WEEK)))


def _count(people: Select) -> int:
    return fetch(select(func.count()).select_from(people.subquery())).scalar_one()
