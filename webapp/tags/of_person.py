"""The tags of one person."""

from collections.abc import Sequence

from sqlalchemy import Row, bindparam, select

from webapp.db import Prepared
from webapp.tags.models import PersonTag, Tag

_TAGS = Prepared(
    select(Tag.id, Tag.name, Tag.hue)
    .join(PersonTag, PersonTag.tag_id == Tag.id)
    .where(PersonTag.person_id == bindparam("person_id"), Tag.retired_at.is_(None))
    .order_by(Tag.name_key)
)


def tags_of(person_id: int) -> Sequence[Row]:
    """Somebody's tags as (id, name, hue), by name."""
    return _TAGS.rows(person_id=person_id)
