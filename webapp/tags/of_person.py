"""The tags of one person."""

from sqlalchemy import select

from webapp.db import db
from webapp.tags.models import PersonTag, Tag


def tags_of(person_id: int) -> list[Tag]:
    """Somebody's tags by name."""
    theirs = select(Tag).join(PersonTag, PersonTag.tag_id == Tag.id)
    return list(db.session.scalars(theirs.where(PersonTag.person_id == person_id).order_by(Tag.name_key)))
