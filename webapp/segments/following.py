"""What a change of a segment, status or stage does to everybody in it, in chunks (people/following.py)."""

from sqlalchemy import Select, delete, func, select

from webapp.activity.models import ChangeSet
from webapp.activity.reacting import Changed, tell
from webapp.db import db
from webapp.people.following import AT_ONCE, Follower, Following, followed_by
from webapp.people.models import Person
from webapp.segments.clocks import reset_clocks
from webapp.segments.membership import remove_from_segments
from webapp.segments.models import PersonSegment


def register() -> None:
    """Let people leave a deleted segment, and clocks follow what they depend on."""
    followed_by("segment", Follower(_leave, _count(_members), _empty))
    for kind, members in (
        ("clocks of segment", _members),
        ("clocks of status", lambda of_id: _members_where(Person.status_id == of_id)),
        ("clocks of stage", lambda of_id: _members_where(Person.stage_id == of_id)),
    ):
        followed_by(kind, Follower(_set_clocks_of(members), _count(members)))


def _leave(following: Following, by, now: int) -> bool:
    ids = list(db.session.scalars(_living(_members(following.of_id)).limit(AT_ONCE)))
    if ids:
        change_set = db.session.get_one(ChangeSet, following.change_set_id)
        remove_from_segments(ids, [following.of_id], by=by, now=now, change_set=change_set)
    return bool(ids)


def _empty(following: Following) -> None:
    """Nobody living is in it any more; who is in the trash does not come back into it either."""
    db.session.execute(delete(PersonSegment).where(PersonSegment.segment_id == following.of_id))


def _set_clocks_of(members):
    def step(following: Following, _by, now: int) -> bool:
        ids = list(
            db.session.scalars(
                members(following.of_id)
                .where(PersonSegment.person_id > following.last_person_id)
                .order_by(PersonSegment.person_id)
                .limit(AT_ONCE)
            )
        )
        if ids:
            db.session.execute(
                select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update()
            )
            reset_clocks(ids, now=now)
            tell([Changed(i, "expiry", "", None, True) for i in ids], now=now, change_set=None)
            following.last_person_id = ids[-1]
        return bool(ids)

    return step


def _members(segment_id: int) -> Select:
    return select(PersonSegment.person_id).where(PersonSegment.segment_id == segment_id)


def _members_where(condition) -> Select:
    people = select(PersonSegment.person_id).join(Person, Person.id == PersonSegment.person_id)
    return people.where(condition).distinct()


def _living(members: Select) -> Select:
    living = members.join(Person, Person.id == PersonSegment.person_id).where(Person.hidden == 0)
    return living.order_by(PersonSegment.person_id)


def _count(members):
    return lambda of_id: db.session.scalar(select(func.count()).select_from(members(of_id).subquery()))
