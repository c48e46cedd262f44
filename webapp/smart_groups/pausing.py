"""Rules that mean nothing any more, because something that they name was deleted, rest until it is back."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from webapp.alerts.models import Alert
from webapp.criteria.errors import CriteriaError
from webapp.criteria.keeping import from_json, meaningless, still_means
from webapp.db import db, insert_into
from webapp.groups.models import Group
from webapp.smart_groups.cycles import circle, circle_in_words
from webapp.smart_groups.models import SmartGroup
from webapp.smart_groups.rules import Rule, next_edition


def still_at_work(rules: Sequence[Rule], *, now: int) -> list[Rule]:
    """Those of the rules that still mean what they meant; the others are paused and their owners told."""
    gone = meaningless({rule.group_id: (rule.criteria, rule.stated_at) for rule in rules})
    if gone:
        for kept in db.session.scalars(select(SmartGroup).where(SmartGroup.group_id.in_(gone))):
            pause(kept, why_not(kept), now=now)
    return [rule for rule in rules if rule.group_id not in gone]


def pause(kept: SmartGroup, why: str, *, now: int) -> None:
    """Let a rule rest, and tell who keeps its group."""
    kept.paused_at, kept.paused_why, kept.edition = now, why, next_edition()
    group = db.session.get_one(Group, kept.group_id)
    alert = insert_into(Alert).values(
        kind="rule paused",
        once=f"rule paused:{group.id}:{now}",
        at=now,
        user_id=group.owner_id,
        person_id=None,
        data={"group_id": group.id, "group": group.name, "why": why},
    )
    db.session.execute(alert.on_conflict_do_nothing(index_elements=["once"]))
    db.session.flush()


def why_not(kept: SmartGroup) -> str:
    """One sentence on why a rule cannot be at work: what it names is gone, or a move let it wait for itself;
    '' if it can."""
    try:
        criteria = from_json(kept.criteria)
        still_means(criteria, kept.stated_at)
    except CriteriaError as error:
        return str(error)
    groups = circle(kept.group_id, criteria)
    return f"The rule would wait for itself: {circle_in_words(groups)}." if groups else ""


def look_after(*, now: int) -> Iterable[SmartGroup]:
    """Pause the rules that name something deleted meanwhile; gives those that mean something again."""
    standing = select(SmartGroup).join(Group).where(Group.retired_at.is_(None), Group.archived_at.is_(None))
    for kept in db.session.scalars(standing.order_by(SmartGroup.group_id)).all():
        why = why_not(kept)
        if why and kept.paused_at is None:
            pause(kept, why, now=now)
        elif kept.paused_at is not None and not why:
            yield kept
