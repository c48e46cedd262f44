"""`tag:vip`, `tag:vip,press`, `tag:none`."""

from typing import ClassVar

from sqlalchemy import select

from webapp.criteria.condition import Ids, a_row, among, any_of
from webapp.criteria.conditions.named import Named, ids_of, special_of
from webapp.criteria.operators import IS_ANY_OF, Alone
from webapp.db import counters
from webapp.tags.models import PersonTag, Tag


class TagCondition(Named):
    """Has any of the tags; `none` is without tags, `any` with some."""

    name = "tag"
    keys = ("tag",)
    thing = "tag"
    comparisons = (
        IS_ANY_OF,
        Alone("none", "is none at all", "is any"),
        Alone("any", "is any", "is none at all"),
    )
    model = Tag
    special: ClassVar = {"any": "with a tag", "none": "without tags"}
    verbs = ("tagged", "not tagged")

    def there(self):
        return Tag.retired_at.is_(None)

    def probe(self, leaf, subject, asker):
        subject = subject.in_or_if(len(leaf.values) > 1)
        own = PersonTag.person_id == subject.person.id
        tests = []
        if tag_ids := ids_of(leaf):
            tests.append(subject.has(a_row(own, among(PersonTag.tag_id, tag_ids))))
        for word in special_of(leaf):
            has_some = subject.has(a_row(own))
            tests.append(has_some if word == "any" else ~has_some)
        return any_of(tests)

    def ids(self, leaf, asker):
        if special_of(leaf):
            return None
        tag_ids = ids_of(leaf)
        found = select(PersonTag.person_id).where(among(PersonTag.tag_id, tag_ids))
        return Ids(found if len(tag_ids) == 1 else found.distinct())

    def count(self, leaf, asker):
        if special_of(leaf):
            return None
        return counters.people_with("tag", ids_of(leaf))

    def holds(self, leaf, facts, asker):
        tags = facts["tags"]
        return any(tag_id in tags for tag_id in ids_of(leaf)) or any(
            bool(tags) is (word == "any") for word in special_of(leaf)
        )
