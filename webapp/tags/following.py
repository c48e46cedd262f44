"""What the deletion of a tag, or its merging into another, does to everybody who has it, in chunks
(people/following.py)."""

from sqlalchemy import func, select

from webapp.activity.models import ChangeSet
from webapp.db import db
from webapp.people.following import AT_ONCE, Follower, Following, followed_by
from webapp.tags.models import PersonTag
from webapp.tags.tagging import change_tags


def register() -> None:
    """Let people lose a deleted tag, and get the one that it was merged into."""
    followed_by("tag", Follower(_leave, _number))


def _leave(following: Following, by, now: int) -> bool:
    having = select(PersonTag.person_id).where(PersonTag.tag_id == following.of_id)
    ids = list(db.session.scalars(having.order_by(PersonTag.person_id).limit(AT_ONCE)))
    if ids:
        change_set = db.session.get_one(ChangeSet, following.change_set_id)
        wanted = {(person_id, following.of_id): False for person_id in ids}
        if following.to_id is not None:
            wanted |= {(person_id, following.to_id): True for person_id in ids}
        change_tags(wanted, by=by, now=now, change_set=change_set, in_trash=True)
    return bool(ids)


def _number(tag_id: int) -> int:
    return db.session.scalar(select(func.count()).select_from(PersonTag).where(PersonTag.tag_id == tag_id))
