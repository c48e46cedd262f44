"""The demo's tree of groups: who is in them by hand, two with rules, and one in the archive."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from webapp.criteria.text import parse
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group, archive_group
from webapp.groups.membership import add_to_groups
from webapp.groups.models import Group
from webapp.operations.demo.inventing import DAY, Invented
from webapp.smart_groups.models import SmartGroup
from webapp.smart_groups.rules import asker
from webapp.smart_groups.stating import set_rule
from webapp.users.viewer import Viewer

MOST_JOINING = 20_000
"""The first so many invented people are in groups; more would teach nobody more."""
WAVES = 6
"""The months in which people joined."""


class Planned(NamedTuple):
    """A group below the one of that name, and the share of people who were put into it."""

    name: str
    above: str = ""
    share: float = 0


GROUPS = (
    Planned("Travel", share=0.01),
    Planned("Italy", "Travel", 0.03),
    Planned("Tuscany walks", "Italy", 0.03),
    Planned("Sicily 2027", "Italy", 0.04),
    Planned("Spain", "Travel", 0.05),
    Planned("Nordics", "Travel", 0.02),
    Planned("Fjord cruises", "Nordics", 0.03),
    Planned("Newsletter"),
    Planned("English", "Newsletter", 0.20),
    Planned("Deutsch", "Newsletter", 0.10),
    Planned("Lead hygiene"),
    Planned("Dead leads CA", "Lead hygiene"),
    Planned("No phone, no mail", "Lead hygiene"),
    Planned("Trade fair 2026", share=0.02),
    Planned("Asked for a call", "Trade fair 2026", 0.01),
    Planned("Board members", share=0.001),
    Planned("Summer raffle 2024", share=0.04),
)
RULES = {
    "Dead leads CA": "kind:lead state:US-CA status:Dead",
    "No phone, no mail": "-has:phone -has:email",
}
ARCHIVED = "Summer raffle 2024"


def add_groups(by: Viewer, *, now: int) -> None:
    """Make the tree, nobody in it."""
    ids: dict[str, int] = {}
    for name, above, _ in GROUPS:
        ids[name] = add_group(Wanted(name, ids.get(above)), by=by, now=now).id


def join_groups(people: Iterable[tuple[int, Invented]], *, by: Viewer, now: int, change_set) -> None:
    """Put invented people, whom the change set counts already, into groups, in waves over the last months."""
    ids, counted = _ids(), change_set.people
    waves = defaultdict(list)
    for person_id, invented in people:
        for number, planned in enumerate(GROUPS, 2):
            chance = invented.place * 7_919 * number % 1
            if planned.name in ids and chance < planned.share:
                waves[int(chance / planned.share * WAVES), ids[planned.name]].append(person_id)
    for (wave, group_id), person_ids in sorted(waves.items(), reverse=True):
        at = now - wave * 30 * DAY
        add_to_groups(person_ids, [group_id], by=by, now=at, change_set=change_set)
    change_set.people = counted


def finish_groups(by: Viewer, *, now: int) -> None:
    """Give the smart ones their rules, and archive what is over; once."""
    ids = _ids()
    for name, text in RULES.items():
        if name in ids and db.session.get(SmartGroup, ids[name]) is None:
            criteria = parse(text, asker(now=now))
            set_rule(db.session.get_one(Group, ids[name]), criteria, apply_to_current=True, by=by, now=now)
    over = db.session.get(Group, ids.get(ARCHIVED, 0))
    if over is not None and over.archived_at is None:
        archive_group(over, by=by, now=now)


def _ids() -> dict[str, int]:
    standing = select(Group.name, Group.id).where(Group.retired_at.is_(None))
    return dict(db.session.execute(standing).all())
