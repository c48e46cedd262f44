"""What tags tell of people."""

from webapp.activity.knowing import rows_of, tells
from webapp.tags.models import PersonTag, Tag


def register() -> None:
    """Tell of tags."""
    tells("Tags", _TAGS, PersonTag)


_TAGS = rows_of(
    {
        "record": PersonTag.person_id,
        "tag": Tag.name,
        "since": PersonTag.at,
    },
    join=Tag,
    order_by=(PersonTag.person_id, Tag.name_key),
)
