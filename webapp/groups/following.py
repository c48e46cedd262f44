"""What the end of groups does to everybody in them, in chunks (people/following.py)."""

from sqlalchemy import Select, distinct, func, select

from webapp.activity.models import ChangeSet, RecordChange
from webapp.activity.records import STANDS
from webapp.db import db
from webapp.groups.membership import BY_HAND, Cause, add_to_groups, change_memberships
from webapp.groups.models import Group, PersonGroup
from webapp.groups.states import memberships_of
from webapp.people.following import AT_ONCE, Follower, Following, followed_by


def register() -> None:
    """Let people leave deleted groups, and come into the one that takes them."""
    followed_by("group", Follower(_leave, _number))


def _leave(following: Following, by, now: int) -> bool:
    """Nobody is kept out: a rule that comes back with the group may have them again."""
    gone = _gone_with(following.of_id)
    in_them = select(PersonGroup.person_id).where(PersonGroup.group_id.in_(gone)).distinct()
    ids = list(db.session.scalars(in_them.order_by(PersonGroup.person_id).limit(AT_ONCE)))
    if ids:
        change_set = db.session.get_one(ChangeSet, following.change_set_id)
        cause = _cause(following)
        doing = {"by": by, "now": now, "change_set": change_set, "cause": cause, "in_trash": True}
        if following.to_id is not None:
            add_to_groups(ids, [following.to_id], **doing)
        change_memberships(dict.fromkeys(memberships_of(ids, list(db.session.scalars(gone)))), **doing)
    return bool(ids)


def _cause(following: Following) -> Cause:
    if following.to_id is None:
        return BY_HAND
    return Cause("merge", note=db.session.get_one(Group, following.of_id).name)


def _number(group_id: int) -> int:
    return db.session.scalar(
        select(func.count(distinct(PersonGroup.person_id))).where(
            PersonGroup.group_id.in_(_gone_with(group_id))
        )
    )


def _gone_with(group_id: int) -> Select:
    """The groups that the same deed ended, the one itself among them."""
    deed = select(Following.change_set_id).where(Following.kind == "group", Following.of_id == group_id)
    return select(RecordChange.record_id).where(
        RecordChange.change_set_id.in_(deed),
        RecordChange.kind == "group",
        RecordChange.key == STANDS,
    )
