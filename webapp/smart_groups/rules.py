"""The rules that are at work, read once and kept for as long as none of them changes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import randrange
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from webapp.activity.reacting import Changed
from webapp.criteria.asking import Asker
from webapp.criteria.conditions import condition_named
from webapp.criteria.evaluating import Question, prepared
from webapp.criteria.facts import ANY_CHANGE, ChangeOf, Crowd, altered_by
from webapp.criteria.keeping import from_json
from webapp.criteria.tree import Node, leaves
from webapp.db import Prepared, db, fetch
from webapp.groups.models import Group
from webapp.groups.naming import tree
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
    level: int = 0
    """Higher than that of every rule of such a group."""

    @property
    def heeds(self) -> set[ChangeOf]:
        """The changes after which somebody may match who did not before, or no longer; the last ones are of
        places in the group itself, since the rule says since when a member does not match."""
        found = {change for fact in self.reads for change in altered_by(fact)}
        return found | {("group", str(self.group_id))}


class Rules:
    """Every rule that is at work."""

    def __init__(self, rules: Iterable[Rule]):
        self.by_group = _levelled({rule.group_id: rule for rule in rules})
        self._questions: dict[tuple[int, str], Question] = {}
        self.levels = 1 + max((rule.level for rule in self.by_group.values()), default=-1)
        self._by_change: dict[ChangeOf, list[Rule]] = defaultdict(list)
        for rule in self.by_group.values():
            for change in rule.heeds:
                self._by_change[change].append(rule)

    def heeding(self, changes: Iterable[Changed]) -> list[Rule]:
        """Those that must be asked anew after these changes; all, of somebody who is new or back."""
        kinds = {(change.kind, change.key) for change in changes}
        if any(kind == "person" for kind, _ in kinds):
            return list(self.by_group.values())
        asked = kinds | {(kind, "") for kind, _ in kinds} | {ANY_CHANGE}
        return list({id(rule): rule for change in asked for rule in self._by_change.get(change, ())}.values())

    def whom(self, rule: Rule, crowd: Crowd, who: Asker) -> int:
        """The mask of those of the crowd who match a rule."""
        here = rule.group_id, who.zone
        if here not in self._questions:
            self._questions[here] = prepared(rule.criteria, who)
        found = self._questions[here](crowd, who)
        if rule.office_id is None:
            return found
        own = (mask for mask, facts in crowd.alike(("office_id",)) if facts["office_id"] == rule.office_id)
        return found & sum(own)

    def asking_about(self, group_id: int) -> list[Rule]:
        """Those that ask who is in this group."""
        found = [rule for rule in self.by_group.values() if group_id in rule.asks_about]
        return sorted(found, key=lambda rule: rule.level)


_kept: WeakKeyDictionary[Engine, tuple[tuple, Rules]] = WeakKeyDictionary()
_CURRENT = Prepared(select(func.max(SmartGroup.edition), func.count()).select_from(SmartGroup))


def known_rules() -> Rules:
    """The rules that are at work; one short query as long as none of them has changed."""
    edition = tuple(_CURRENT.rows()[0])
    engine = db.session.get_bind()
    kept = _kept.get(engine)
    if kept is None or kept[0] != edition:
        kept = _kept[engine] = edition, Rules(_read())
    return kept[1]


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


def _levelled(rules: dict[int, Rule]) -> dict[int, Rule]:
    """The rules with their levels. Those that wait for themselves, since a group was moved below another one,
    are left out: nothing would end them."""
    levels: dict[int, int] = {}
    waiting = dict(rules)
    while ready := [of for of, rule in waiting.items() if rule.asks_about.isdisjoint(waiting.keys())]:
        for of in ready:
            below = [levels[other] for other in rules[of].asks_about if other in levels]
            levels[of] = 1 + max(below, default=-1)
        for of in ready:
            del waiting[of]
    return {of: replace(rules[of], level=level) for of, level in levels.items()}


def _read() -> Iterable[Rule]:
    """Those whose groups are neither archived nor deleted, and that are not paused."""
    rows = fetch(
        select(SmartGroup, Group.office_id)
        .join(Group, Group.id == SmartGroup.group_id)
        .where(SmartGroup.paused_at.is_(None), Group.retired_at.is_(None))
        .order_by(SmartGroup.group_id)
    ).all()
    groups = tree() if rows else None
    return [understood(row, row.office_id) for row in rows if not groups.is_archived(row.group_id)]
