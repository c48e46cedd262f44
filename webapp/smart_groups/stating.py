"""Saying who joins a group by itself, what becomes of who stops matching, and that nobody does any more.

Each is a change set; how it is taken back is in deeds.py.
"""

from collections.abc import Mapping

from sqlalchemy import delete, func, select, update

from webapp.activity.models import ChangeSet
from webapp.activity.records import STANDS
from webapp.activity.tracking import note_record, open_change_set
from webapp.bad_input import BadInput
from webapp.criteria.conditions import condition_named
from webapp.criteria.errors import CriteriaError
from webapp.criteria.estimating import at_most
from webapp.criteria.keeping import from_json, to_json
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
from webapp.smart_groups.settling import bring_members_up_to_date, settle

MOST_DAYS = 3_650
EXITS = (STAY, MIRROR, AFTER)
MOST_AT_ONCE = 20_000
"""More people than this join by a job."""


class BadRule(BadInput):
    """What is wrong with a rule."""

    usually = "criteria"


def set_rule(group: Group, criteria: Node, *, apply_to_current: bool, by, now: int) -> ChangeSet:
    """Let whoever comes to match join from now on; those who match already only if it is applied to them.

    The change set is ongoing while a job lets the many of them join. Raises BadRule.
    """
    criteria = checked(group.id, criteria)
    before = stated(group.id)
    title = f"Changed the rule of {group.name}" if before[STANDS] else f"Gave {group.name} a rule"
    title += " and applied it to current people" if apply_to_current else ""
    change_set = open_change_set("rule", title, by=by, now=now, about="rule")
    rule = state(group, {"criteria": [to_json(criteria), now]}, by=by, now=now)
    _note(group, before, change_set)
    if apply_to_current:
        _forget_before(group.id)
    if apply_to_current and _are_many(rule, now):
        bring_members_up_to_date(rule, now=now, change_set=change_set)
        let_follow(KIND, group.id, by=by, now=now, change_set=change_set)
    else:
        settle(rule, now=now, change_set=change_set, joins=apply_to_current)
    return change_set


def set_exit(group: Group, exit: str, days: int, *, by, now: int) -> ChangeSet | None:
    """Say what becomes of who stops matching; the change set, None if that is what it was. Raises BadRule."""
    if exit not in EXITS:
        raise BadRule("Choose what becomes of those who stop matching.", "exit")
    if exit == AFTER and not 1 <= days <= MOST_DAYS:
        raise BadRule(f"Write a number of days between 1 and {MOST_DAYS:,}.", "exit_days")
    before, wanted = stated(group.id), [exit, days if exit == AFTER else 0]
    if before["exit"] == wanted:
        return None
    title = f"Changed who leaves {group.name}"
    change_set = open_change_set("rule", title, by=by, now=now, about="rule")
    rule = state(group, {"exit": wanted}, by=by, now=now)
    _note(group, before, change_set)
    if db.session.get_one(SmartGroup, group.id).paused_at is None:
        bring_members_up_to_date(rule, now=now, change_set=change_set)
    return change_set


def remove_rule(group: Group, *, by, now: int) -> ChangeSet:
    """Let nobody join by themselves any more; who is in the group stays."""
    before = stated(group.id)
    title = f"Removed the rule of {group.name}"
    change_set = open_change_set("rule", title, by=by, now=now, about="rule")
    unstate(group, by=by, now=now)
    _note(group, before, change_set)
    return change_set


def stated(group_id: int) -> dict[str, object]:
    """The rule of a group as change sets keep it: whether it is there, `criteria` as [stored tree, stated
    at] and `exit` as [policy, days]."""
    kept = db.session.get(SmartGroup, group_id)
    if kept is None:
        return dict.fromkeys((STANDS, "criteria", "exit"))
    return {STANDS: True, "criteria": [kept.criteria, kept.stated_at], "exit": [kept.exit, kept.exit_days]}


def state(group: Group, values: Mapping[str, object], *, by, now: int) -> Rule:
    """Write a rule that can be asked, as `stated` gives it; the caller brings the group up to date."""
    kept = db.session.get(SmartGroup, group.id, with_for_update=True) or SmartGroup(group_id=group.id)
    if "criteria" in values:
        kept.criteria, kept.stated_at = values["criteria"]
        kept.version = _note_version(group, kept.criteria, by, now)
        kept.paused_at, kept.paused_why = None, ""
        kept.check_at = next_turn(from_json(kept.criteria), now=now)
    kept.exit, kept.exit_days = values.get("exit", (kept.exit or STAY, kept.exit_days or 0))
    kept.edition = next_edition()
    db.session.add(kept)
    db.session.flush()
    return understood(kept, group.office_id)


def unstate(group: Group, *, by, now: int) -> None:
    """Delete the rule of a group; that it had one stays in its history."""
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
        if why_not := condition_named(leaf.condition).not_in_rules(leaf):
            raise BadRule(why_not)
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


def _note(group: Group, before: Mapping[str, object], change_set: ChangeSet) -> None:
    now = stated(group.id)
    note_record(change_set, "rule", group.id, {key: (old, now[key]) for key, old in before.items()})


def _are_many(rule: Rule, now: int) -> bool:
    """Whether so many would join that a job lets them. They are counted only if the counters allow for it."""
    most = at_most(rule.criteria, asker(now=now))
    return (most is None or most > MOST_AT_ONCE) and how_many(rule, now=now) > MOST_AT_ONCE
