"""Renaming, merging and deleting tags: for all people at once, those in the trash too, and for good."""

from collections import Counter

from sqlalchemy import delete, func, insert, literal, select

from webapp.db import counters, db, key
from webapp.db.counters import PeopleCount
from webapp.people.models import Person
from webapp.people.visible import LIVING
from webapp.tags.models import PersonTag, Tag
from webapp.tags.naming import BadTag, checked_name, tag_named


def add_tag(name: str, hue: str, *, now: int) -> Tag:
    """Add a tag; raises BadTag for a name that is taken or none."""
    tag = Tag(name="", name_key="", hue=hue, created_at=now)
    _name(tag, name)
    db.session.add(tag)
    db.session.flush()
    return tag


def change_tag(tag: Tag, name: str, hue: str) -> None:
    """Give a tag another name and colour; raises BadTag."""
    _name(tag, name)
    tag.hue = hue
    db.session.flush()


def merge_tags(tag: Tag, into: Tag, *, now: int) -> None:
    """Whoever has `tag` has `into` from now on; `tag` is gone."""
    have_both = select(PersonTag.person_id).where(PersonTag.tag_id == into.id)
    moving = select(PersonTag.person_id, literal(into.id), literal(now)).where(
        PersonTag.tag_id == tag.id, PersonTag.person_id.not_in(have_both)
    )
    db.session.execute(insert(PersonTag).from_select(["person_id", "tag_id", "at"], moving))
    delete_tag(tag)
    _count_afresh(into)


def delete_tag(tag: Tag) -> None:
    """Take the tag off everybody and delete it."""
    db.session.execute(delete(PersonTag).where(PersonTag.tag_id == tag.id))
    _forget_counters(tag)
    db.session.delete(tag)
    db.session.flush()


def people_with(tag: Tag) -> int:
    """How many living people have the tag, whoever may see them."""
    return counters.read("tag", PeopleCount.value == tag.id)[tag.id]


def _name(tag: Tag, name: str) -> None:
    name = checked_name(name)
    taken = tag_named(name)
    if taken is not None and taken.id != tag.id:
        raise BadTag(f"There is a tag “{taken.name}” already.")
    tag.name, tag.name_key = name, key(name)


def _forget_counters(tag: Tag) -> None:
    db.session.execute(delete(PeopleCount).where(PeopleCount.facet == "tag", PeopleCount.value == tag.id))


def _count_afresh(tag: Tag) -> None:
    """The counters go first: whoever tags meanwhile waits for their rows, so each is counted once."""
    _forget_counters(tag)
    where = (Person.office_id, func.coalesce(Person.owner_id, 0))
    rows = db.session.execute(
        select(func.count(), *where)
        .select_from(PersonTag)
        .join(Person, Person.id == PersonTag.person_id)
        .where(PersonTag.tag_id == tag.id, LIVING)
        .group_by(*where)
    )
    counters.add(Counter({("tag", tag.id, office, owner): n for n, office, owner in rows}))
