"""What tags tell of people."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.activity.knowing import Row, tells, told
from webapp.tags.models import PersonTag, Tag


def register() -> None:
    """Tell of tags."""
    tells("Tags", _tags, PersonTag)


def _tags(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(PersonTag.person_id.label("record"), Tag.name.label("tag"), PersonTag.at.label("since"))
        .join(Tag, Tag.id == PersonTag.tag_id)
        .where(PersonTag.person_id.in_(person_ids))
        .order_by(PersonTag.person_id, Tag.name_key)
    )
