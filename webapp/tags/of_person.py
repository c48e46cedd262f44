"""The tags of one person."""

from sqlalchemy import bindparam, select

from webapp.db import db
from webapp.tags.models import PersonTag, Tag

_TAGS = (
    select(Tag)
    .join(PersonTag, PersonTag.tag_id == Tag.id)
    .where(PersonTag.person_id == bindparam("person_id"))
    .order_by(Tag.name_key)
)


def tags_of(person_id: int) -> list[Tag]:
    """Somebody's tags by name."""
    return list(db.session.scalars(_TAGS, {"person_id": person_id}))
