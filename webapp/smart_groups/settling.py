"""A rule asked of everybody at once, in SQL: when it is made or comes back, and when days turn."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, or_, select, update

from webapp.activity.models import ChangeSet
from webapp.activity.reacting import together
from webapp.activity.tracking import open_change_set
from webapp.criteria.asking import Asker
from webapp.db import batches, db, fetch
from webapp.groups.membership import Cause, change_memberships
from webapp.groups.models import KeptOut, PersonGroup
from webapp.segments.clocks import DAY
from webapp.smart_groups import matching
from webapp.smart_groups.filling import keep_out, let_join
from webapp.smart_groups.reacting import BY, RULE, TITLE
from webapp.smart_groups.rules import AFTER, MIRROR, Rule, asker, known_rules

AT_ONCE = 500


def settle(rule: Rule, *, now: int, change_set: ChangeSet, joins: bool = True) -> None:
    """Bring the group up to date with its rule, and those whose rules ask about it.

    Without `joins` the people who match by now and were not in it stay out until a change makes them match
    anew, as when a rule is made without being applied to current people.
    """
    if _has_known_anybody(rule.group_id):
        bring_members_up_to_date(rule, now=now, change_set=change_set)
        people = matching.newcomers(rule, asker(now=now))
    else:
        people = matching.whom_it_finds(rule, asker(now=now))
    if not joins:
        keep_out(rule, people, now=now)
    elif let_join(rule, people, now=now, change_set=change_set):
        settle_others(rule, now=now, change_set=change_set)


def _has_known_anybody(group_id: int) -> bool:
    """Whether anybody is in the group or kept out of it."""
    there = (
        select(model.person_id).where(model.group_id == group_id).exists() for model in (PersonGroup, KeptOut)
    )
    return bool(db.session.scalar(select(or_(*there))))


def settle_others(rule: Rule, *, now: int, change_set: ChangeSet) -> None:
    """Bring the groups up to date whose rules ask who is in this one."""
    for other in known_rules().asking_about(rule.group_id):
        settle(other, now=now, change_set=change_set)


def bring_members_up_to_date(rule: Rule, *, now: int, change_set: ChangeSet) -> None:
    """Note which members match, and let those leave whom the exit policy takes out."""
    note_who_matches(rule, asker(now=now), now=now)
    let_leave(rule, now=now, change_set=change_set)


def note_who_matches(rule: Rule, who: Asker, *, now: int) -> None:
    """Since when members do not match, and who of those left out from before no longer does."""
    own = PersonGroup.group_id == rule.group_id
    lost, again = (matching.members(rule, who, matching=fits) for fits in (False, True))
    for people, was, at in (
        (lost, PersonGroup.unmatched_at == 0, now),
        (again, PersonGroup.unmatched_at > 0, 0),
    ):
        ids = people.where(was).subquery()
        theirs = PersonGroup.person_id.in_(select(ids.c[0]))
        db.session.execute(
            update(PersonGroup)
            .where(own, theirs)
            .values(unmatched_at=at)
            .execution_options(synchronize_session=False)
        )
    gone = matching.kept_out(rule, who, matching=False).where(KeptOut.why == "before").subquery()
    db.session.execute(
        delete(KeptOut)
        .where(
            KeptOut.group_id == rule.group_id,
            KeptOut.why == "before",
            KeptOut.person_id.in_(select(gone.c[0])),
        )
        .execution_options(synchronize_session=False)
    )


def let_leave(rule: Rule, *, now: int, change_set: ChangeSet) -> int:
    """Take out whom the exit policy takes out by now, some at a time; how many."""
    leaving = [person_id for (person_id,) in fetch(who_leaves(rule, by=now))]
    for some in batches(leaving, AT_ONCE):
        gone = {(person_id, rule.group_id): None for person_id in some}
        change_memberships(gone, cause=Cause(RULE, rule.version), by=BY, now=now, change_set=change_set)
    return len(leaving)


def who_leaves(rule: Rule, *, by: int):
    """Those whom the rule's exit policy takes out by a moment; nobody whom a hand put in."""
    before = {MIRROR: by, AFTER: by - rule.exit_days * DAY}.get(rule.exit, 0)
    return select(PersonGroup.person_id).where(
        PersonGroup.group_id == rule.group_id,
        PersonGroup.unmatched_at > 0,
        PersonGroup.unmatched_at <= before,
        ~PersonGroup.pinned,
    )


@contextmanager
def in_a_change_set(*, now: int) -> Iterator[ChangeSet]:
    """A block with a change set of Muster's own, which is there afterwards only if somebody was changed."""
    change_set = open_change_set("rules", TITLE, by=BY, now=now)
    with together():
        yield change_set
    if not change_set.people:
        db.session.delete(change_set)
        db.session.flush()
