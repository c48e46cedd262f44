"""What time alone does to groups: days turn, stays end, and what rules name goes or comes back."""

from collections.abc import Iterator

from sqlalchemy import select

from webapp.db import db
from webapp.smart_groups.days import next_turn
from webapp.smart_groups.models import SmartGroup
from webapp.smart_groups.pausing import look_after
from webapp.smart_groups.rules import AFTER, known_rules, next_edition, rule_of
from webapp.smart_groups.settling import in_a_change_set, let_leave, settle

RESTING_SECONDS = 3600
"""How long a rule that rests is left alone."""


def turn_days(*, now: int) -> Iterator[None]:
    """Ask the rules anew for which a day has begun; yields after each, where the caller commits."""
    due = select(SmartGroup.group_id).where(SmartGroup.check_at > 0, SmartGroup.check_at <= now)
    for group_id in list(db.session.scalars(due.order_by(SmartGroup.check_at, SmartGroup.group_id))):
        if rule := rule_of(group_id):
            with in_a_change_set(now=now) as change_set:
                settle(rule, now=now, change_set=change_set)
            db.session.get_one(SmartGroup, group_id).check_at = next_turn(rule.criteria, now=now)
        else:
            db.session.get_one(SmartGroup, group_id).check_at = now + RESTING_SECONDS
        db.session.flush()
        yield


def end_stays(*, now: int) -> Iterator[None]:
    """Let those leave whose days after matching are over; yields after each group that somebody left."""
    for rule in known_rules().by_group.values():
        if rule.exit == AFTER:
            with in_a_change_set(now=now) as change_set:
                left = let_leave(rule, now=now, change_set=change_set)
            if left:
                yield


def mind_what_is_named(*, now: int) -> Iterator[None]:
    """Pause rules that name something deleted, and let those go on that mean something again."""
    for kept in look_after(now=now):
        kept.paused_at, kept.paused_why, kept.edition = None, "", next_edition()
        db.session.flush()
        if rule := rule_of(kept.group_id):
            with in_a_change_set(now=now) as change_set:
                settle(rule, now=now, change_set=change_set, joins=False)
        yield
