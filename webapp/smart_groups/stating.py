"""Saying who joins a group by itself, what becomes of who stops matching, and that nobody does any more."""

from sqlalchemy import delete, func, select, update

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.criteria.conditions import condition_named
from webapp.criteria.errors import CriteriaError
from webapp.criteria.keeping import to_json
from webapp.criteria.tree import EVERYBODY, Node, canonical, leaves
from webapp.db import db
from webapp.groups.models import Group, KeptOut, PersonGroup
from webapp.people.following import let_follow
from webapp.smart_groups.cycles import circle, circle_in_words
from webapp.smart_groups.days import next_turn
from webapp.smart_groups.following import KIND, how_many
from webapp.smart_groups.models import RuleVersion, SmartGroup
from webapp.smart_groups.rules import (
    AFTER,
    MIRROR,
    STAY,
    Rule,
    asker,
    next_edition,
    understood,
)
from webapp.smart_groups.settling import bring_members_up_to_date, let_leave, note_who_matches, settle

MOST_DAYS = 3_650
EXITS = (STAY, MIRROR, AFTER)
MOST_AT_ONCE = 20_000
"""More people than this join by a job."""


class BadRule(ValueError):
    """One sentence on what is wrong with a rule; `about` names the input."""

    def __init__(self, sentence: str, about: str = "criteria"):
        super().__init__(sentence)
        self.about = about


def set_rule(group: Group, criteria: Node, *, apply_to_current: bool, by, now: int) -> ChangeSet | None:
    """Let whoever comes to match join from now on; those who match already only if it is applied to them.

    Returns the change set of who came and went, None if nobody did. It is ongoing while a job lets the many
    of them join. Raises BadRule.
    """
    criteria = checked(group.id, criteria)
    kept = db.session.get(SmartGroup, group.id, with_for_update=True) or SmartGroup(group_id=group.id)
    kept.version = _note_version(group, to_json(criteria), by, now)
    kept.criteria, kept.stated_at = to_json(criteria), now
    kept.paused_at, kept.paused_why = None, ""
    kept.edition = next_edition()
    kept.check_at = next_turn(criteria, now=now)
    db.session.add(kept)
    db.session.flush()
    if apply_to_current:
        _forget_before(group.id)
    rule = understood(kept, group.office_id)
    return _settled(group, rule, joins=apply_to_current, by=by, now=now)


def set_exit(group: Group, exit: str, days: int, *, by, now: int) -> ChangeSet | None:
    """Say what becomes of who stops matching; returns the change set of who leaves at once, None if nobody.

    Raises BadRule.
    """
    if exit not in EXITS:
        raise BadRule("Choose what becomes of those who stop matching.", "exit")
    if exit == AFTER and not 1 <= days <= MOST_DAYS:
        raise BadRule(f"Write a number of days between 1 and {MOST_DAYS:,}.", "exit_days")
    kept = db.session.get_one(SmartGroup, group.id, with_for_update=True)
    kept.exit, kept.exit_days = exit, days if exit == AFTER else 0
    kept.edition = next_edition()
    db.session.flush()
    if kept.paused_at is not None:
        return None
    rule = understood(kept, group.office_id)
    change_set = open_change_set("rule", f"Took out of {group.name} who no longer match", by=by, now=now)
    note_who_matches(rule, asker(now=now), now=now)
    return change_set if let_leave(rule, now=now, change_set=change_set) else _none(change_set)


def remove_rule(group: Group, *, by, now: int) -> None:
    """Let nobody join by themselves any more; who is in the group stays."""
    kept = db.session.get_one(SmartGroup, group.id, with_for_update=True)
    _note_version(group, None, by, now)
    db.session.delete(kept)
    _forget_before(group.id)
    db.session.execute(
        update(PersonGroup)
        .where(PersonGroup.group_id == group.id, PersonGroup.unmatched_at > 0)
        .values(unmatched_at=0)
        .execution_options(synchronize_session=False)
    )
    db.session.flush()


def checked(group_id: int, criteria: Node) -> Node:
    """The criteria as they are kept; raises BadRule if a rule cannot ask this."""
    try:
        criteria = canonical(criteria)
    except CriteriaError as error:
        raise BadRule(str(error)) from None
    if criteria == EVERYBODY:
        raise BadRule("Say who joins: without a condition everybody would.")
    for leaf in leaves(criteria):
        word = condition_named(leaf.condition).of_asker
        if word and (word,) in leaf.values:
            raise BadRule(f"A rule acts for everybody, so “{word}” means nobody to it. Choose a name.")
    if groups := circle(group_id, criteria):
        raise BadRule(f"This rule would wait for itself: {circle_in_words(groups)}.")
    return criteria


def _note_version(group: Group, criteria: dict | None, by, now: int) -> int:
    latest = select(func.max(RuleVersion.version)).where(RuleVersion.group_id == group.id)
    version = (db.session.scalar(latest) or 0) + 1
    db.session.add(RuleVersion(group_id=group.id, version=version, criteria=criteria, at=now, by_id=by.id))
    return version


def _forget_before(group_id: int) -> None:
    db.session.execute(
        delete(KeptOut)
        .where(KeptOut.group_id == group_id, KeptOut.why == "before")
        .execution_options(synchronize_session=False)
    )


def _settled(group: Group, rule: Rule, *, joins: bool, by, now: int) -> ChangeSet | None:
    title = f"Applied the rule of {group.name} to current people"
    change_set = open_change_set("rule", title, by=by, now=now)
    if joins and how_many(rule, now=now) > MOST_AT_ONCE:
        bring_members_up_to_date(rule, now=now, change_set=change_set)
        let_follow(KIND, group.id, by=by, now=now, change_set=change_set)
        return change_set
    settle(rule, now=now, change_set=change_set, joins=joins)
    return change_set if change_set.people else _none(change_set)


def _none(change_set: ChangeSet) -> None:
    db.session.delete(change_set)
    db.session.flush()
