"""Why somebody is in a group, or not: what happened, and each condition of the rule with what they have."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.activity.models import ChangeSet
from webapp.criteria.asking import Asker
from webapp.criteria.conditions import condition_named
from webapp.criteria.crowd import Facts, load_facts
from webapp.criteria.evaluating import holds
from webapp.criteria.tree import All, Any, Leaf, Node, Not
from webapp.db import db
from webapp.groups.models import Group, KeptOut, LedgerLine, PersonGroup
from webapp.smart_groups.models import SmartGroup
from webapp.smart_groups.pausing import why_not
from webapp.smart_groups.rules import Rule, asker, understood
from webapp.users.own_company import Labels
from webapp.users.user import User

MOST_TOLD = 20


@dataclass(frozen=True)
class Reason:
    """A condition in words with what the person has, or several of which `match` ('all', 'any', 'none') must
    hold, or none."""

    met: bool
    words: str = ""
    theirs: str = ""
    match: str = ""
    reasons: Sequence["Reason"] = ()


@dataclass(frozen=True)
class Happened:
    """Somebody joined or left; `by` is '' for Muster itself, `deed` what else was done then."""

    at: int
    joined: bool
    cause: str
    by: str
    rule_version: int
    note: str
    deed: str
    change_set_id: int | None


@dataclass(frozen=True)
class Why:
    """`membership` and `kept_out` are None where there is none. `rule` is None where the group has none, and
    `resting` says why it is not at work."""

    membership: PersonGroup | None
    kept_out: KeptOut | None
    happened: Sequence[Happened]
    rule: Rule | None
    reasons: Reason | None
    resting: str


def why(group: Group, person_id: int, labels: Labels, *, now: int) -> Why:
    """All that there is to say about a living person and a group."""
    kept = db.session.get(SmartGroup, group.id)
    resting = why_not(kept) if kept else ""
    rule = reasons = None
    if kept and not resting:
        rule = understood(kept, group.office_id)
        reasons = _of_rule(rule, person_id, asker(now=now), labels)
    return Why(
        db.session.get(PersonGroup, (person_id, group.id)),
        db.session.get(KeptOut, (person_id, group.id)),
        _happened(group.id, person_id),
        rule,
        reasons,
        resting or (kept.paused_why if kept and kept.paused_at is not None else ""),
    )


def _of_rule(rule: Rule, person_id: int, who: Asker, labels: Labels) -> Reason:
    facts = load_facts([person_id])[person_id]
    reason = _reason(rule.criteria, facts, who, labels)
    if rule.office_id is None or facts["office_id"] == rule.office_id:
        return reason
    elsewhere = Reason(False, "of the group's own office", "of another one")
    return Reason(False, match="all", reasons=(elsewhere, reason))


def _reason(node: Node, facts: Facts, who: Asker, labels: Labels) -> Reason:
    met = holds(node, facts, who)
    match node:
        case Leaf():
            return _of_leaf(node, met, facts, who, labels, negative=False)
        case Not(Leaf() as leaf):
            return _of_leaf(leaf, met, facts, who, labels, negative=True)
        case All(children):
            word = "all"
        case Any(children):
            word = "any"
        case Not(Any(children)):
            word = "none"
        case Not(child):
            word, children = "none", (child,)
    return Reason(met, match=word, reasons=[_reason(child, facts, who, labels) for child in children])


def _of_leaf(leaf: Leaf, met: bool, facts: Facts, who: Asker, labels: Labels, *, negative: bool) -> Reason:
    condition = condition_named(leaf.condition)
    words = " ".join(filter(None, condition.say(leaf, labels, negative=negative)))
    return Reason(met, words, condition.theirs(leaf, facts, who, labels))


def _happened(group_id: int, person_id: int) -> list[Happened]:
    """The latest first."""
    lines = (
        select(
            LedgerLine.at,
            LedgerLine.joined == 1,
            LedgerLine.cause,
            User.name,
            LedgerLine.rule_version,
            LedgerLine.note,
            ChangeSet.title,
            LedgerLine.change_set_id,
        )
        .outerjoin(User, User.id == LedgerLine.by_id)
        .outerjoin(ChangeSet, ChangeSet.id == LedgerLine.change_set_id)
        .where(LedgerLine.person_id == person_id, LedgerLine.group_id == group_id)
        .order_by(LedgerLine.id.desc())
        .limit(MOST_TOLD)
    )
    return [
        Happened(at, joined, cause, by or "", version, note, deed or "", of)
        for at, joined, cause, by, version, note, deed, of in db.session.execute(lines)
    ]
