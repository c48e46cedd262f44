"""`tag:vip`, `tag:vip,press`, `tag:none`."""

from typing import ClassVar

from webapp.criteria.conditions.paired import Paired
from webapp.tags.models import PersonTag, Tag


class TagCondition(Paired):
    """Has any of the tags; `none` is without tags, `any` with some."""

    name = "tag"
    keys = ("tag",)
    thing = "tag"
    model = Tag
    pairs = PersonTag
    facet, fact = "tag", "tags"
    special: ClassVar = {"any": "with a tag", "none": "without tags"}
    verbs = ("tagged", "not tagged")

    def there(self):
        return Tag.retired_at.is_(None)
