"""The rules that are at work, read once and kept for as long as none of them changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from random import randrange
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from webapp.activity.reacting import Changed
from webapp.criteria.altering import ANY_CHANGE, ChangeOf, altered_by
from webapp.criteria.asking import Asker
from webapp.criteria.conditions import condition_named
from webapp.criteria.crowd import Crowd
from webapp.criteria.evaluating import Question, prepared
from webapp.criteria.keeping import from_json
from webapp.criteria.tree import Node, leaves
from webapp.db import Prepared, db, fetch, one_of
from webapp.groups.models import Group
from webapp.groups.naming import Tree, tree
from webapp.smart_groups.models import SmartGroup
from webapp.users.own_company import own_place
from webapp.users.viewer import muster

STAY, MIRROR, AFTER = "stay", "mirror", "after"


@dataclass(frozen=True, eq=False)
class Rule:
    """What SmartGroup keeps, understood. `office_id` is the group's, whose rule sees only people of it."""

    group_id: int
    office_id: int | None
    version: int
    criteria: Node
    stated_at: int
    exit: str
    exit_days: int
    reads: frozenset[str] = field(repr=False)
    asks_about: frozenset[int] = frozenset()
    """The groups whose members it asks about."""
    _questions: dict[str, Question] = field(default_factory=dict, repr=False)
    """By the zone of who asks."""

    @cached_property
    def heeds(self) -> set[ChangeOf]:
        """The changes after which somebody may match who did not before, or no longer; the last ones are of
        places in the group itself, since the rule says since when a member does not match."""
        found = {change for fact in self.reads for change in altered_by(fact)}
        return found | {("group", str(self.group_id))}

    def whom(self, crowd: Crowd, who: Asker) -> int:
        """The mask of those of the crowd who match."""
        if who.zone not in self._questions:
            self._questions[who.zone] = prepared(self.criteria, who)
        found = self._questions[who.zone](crowd, who)
        if self.office_id is None:
            return found
        own = (mask for mask, facts in crowd.alike(("office_id",)) if facts["office_id"] == self.office_id)
        return found & sum(own)


class Rules:
    """Every rule that is at work."""

    def __init__(self, rules: Iterable[Rule]):
        every = {rule.group_id: rule for rule in rules}
        self._levels = _levels(every)
        self.by_group = {group_id: every[group_id] for group_id in self._levels}
        self._by_change: dict[ChangeOf, list[Rule]] = defaultdict(list)
        for rule in self.by_group.values():
            for change in rule.heeds:
                self._by_change[change].append(rule)

    @property
    def levels(self) -> Iterable[int]:
        """From those that ask about no groups with rules on."""
        return range(1 + max(self._levels.values(), default=-1))

    def level(self, rule: Rule) -> int:
        """Higher than that of every rule of a group that it asks about."""
        return self._levels[rule.group_id]

    def heeding(self, changes: Iterable[Changed]) -> list[Rule]:
        """Those that must be asked anew after these changes; all, of somebody who is new or back."""
        kinds = {(change.kind, change.key) for change in changes}
        if any(kind == "person" for kind, _ in kinds):
            return list(self.by_group.values())
        asked = kinds | {(kind, "") for kind, _ in kinds} | {ANY_CHANGE}
        return list({id(rule): rule for change in asked for rule in self._by_change.get(change, ())}.values())

    def asking_about(self, group_id: int) -> list[Rule]:
        """Those that ask who is in this group."""
        found = [rule for rule in self.by_group.values() if group_id in rule.asks_about]
        return sorted(found, key=self.level)


class _Kept(NamedTuple):
    """The rules as they were read; `understood` is {(group_id, edition, office_id): the rule}."""

    current: tuple
    known: Tree | None
    understood: dict[tuple, Rule]
    rules: Rules


_kept: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()
_CURRENT = Prepared(select(func.max(SmartGroup.edition), func.count()).select_from(SmartGroup))


def known_rules() -> Rules:
    """The rules that are at work; one short query as long as none of them has changed."""
    current = tuple(_CURRENT.rows()[0])
    engine = db.session.get_bind()
    kept = _kept.get(engine)
    if kept is None or kept.current != current:
        kept = _kept[engine] = _read(current, kept)
    return kept.rules


def rule_of(group_id: int) -> Rule | None:
    """The rule of a group, if it is at work."""
    return known_rules().by_group.get(group_id)


def understood(kept: SmartGroup, office_id: int | None, criteria: Node | None = None) -> Rule:
    """A rule as it is kept, or with other criteria; raises CriteriaError if it cannot be read any more."""
    criteria = criteria or from_json(kept.criteria)
    reads = {fact for leaf in leaves(criteria) for fact in condition_named(leaf.condition).reads(leaf)}
    if office_id is not None:
        reads.add("office_id")
    return Rule(
        kept.group_id,
        office_id,
        kept.version,
        criteria,
        kept.stated_at,
        kept.exit,
        kept.exit_days,
        frozenset(reads),
        frozenset(groups_in(criteria)),
    )


def asker(*, now: int) -> Asker:
    """Who asks what a rule asks: Muster, in the company's zone."""
    return Asker(muster(0), now, *own_place())


def groups_in(criteria: Node) -> set[int]:
    """The groups whose members a rule asks about."""
    return {of for leaf in leaves(criteria) for of in condition_named(leaf.condition).groups(leaf)}


def next_edition() -> int:
    """A number above all others, and not the one that a transaction gave which was taken back."""
    return (db.session.scalar(select(func.max(SmartGroup.edition))) or 0) + randrange(1, 1_000_000)


def look_again() -> None:
    """Let everybody read the rules anew: which of them are at work, or what they ask about, has changed."""
    if kept := db.session.scalar(select(SmartGroup).order_by(SmartGroup.edition.desc()).limit(1)):
        kept.edition = next_edition()
        db.session.flush()


def _levels(rules: Mapping[int, Rule]) -> dict[int, int]:
    """The level of each. Those that wait for themselves, since a group was moved below another one, have
    none: nothing would end them."""
    levels: dict[int, int] = {}
    waiting = dict(rules)
    while ready := [of for of, rule in waiting.items() if rule.asks_about.isdisjoint(waiting.keys())]:
        for of in ready:
            below = [levels[other] for other in rules[of].asks_about if other in levels]
            levels[of] = 1 + max(below, default=-1)
        for of in ready:
            del waiting[of]
    return levels


def _read(current: tuple, before: _Kept | None) -> _Kept:
    """Those whose groups are neither archived nor deleted, and that are not paused.

    One that is as it was is not understood again, unless the tree changed, of which it may ask.
    """
    found = fetch(_AT_WORK).all()
    known = tree() if found else None
    standing = [row for row in found if not known.is_archived(row.group_id)]
    same = before.understood if before and before.known is known else {}
    offices = {row.group_id: row.office_id for row in standing if row not in same}
    kept = fetch(select(SmartGroup).where(one_of(SmartGroup.group_id, offices)))
    anew = {row.group_id: understood(row, offices[row.group_id]) for row in kept}
    every = {row: same.get(row) or anew[row.group_id] for row in standing}
    return _Kept(current, known, every, Rules(every.values()))


_AT_WORK = (
    select(SmartGroup.group_id, SmartGroup.edition, Group.office_id)
    .join(Group, Group.id == SmartGroup.group_id)
    .where(SmartGroup.paused_at.is_(None), Group.retired_at.is_(None))
    .order_by(SmartGroup.group_id)
)
