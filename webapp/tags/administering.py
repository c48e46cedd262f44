"""Adding, renaming, merging and deleting tags: for all people at once, those in the trash too.

Each is a change set; how it is taken back is in deeds.py.
"""

from sqlalchemy import delete, select

from webapp.activity.models import ChangeSet
from webapp.activity.records import DELETED, MADE
from webapp.activity.retiring import retire
from webapp.activity.tracking import note_record, open_change_set
from webapp.db import counters, db, key
from webapp.db.counters import PeopleCount
from webapp.people.following import is_awaited, let_follow
from webapp.tags.models import PersonTag, Tag
from webapp.tags.naming import BadTag, checked_name, tag_named

KEEP_SECONDS = 30 * 24 * 3600
"""How long a deleted tag can come back by an undo."""


def add_tag(name: str, hue: str, *, by, now: int) -> tuple[Tag, ChangeSet]:
    """Add a tag; raises BadTag for a name that is taken or none."""
    tag = Tag(name="", name_key="", hue=hue, created_at=now)
    _name(tag, name)
    db.session.add(tag)
    db.session.flush()
    change_set = open_change_set("create", f"Added the tag {tag.name}", by=by, now=now, about="tag")
    note_record(change_set, "tag", tag.id, MADE)
    return tag, change_set


def change_tag(tag: Tag, name: str, hue: str, *, by, now: int) -> ChangeSet | None:
    """Give a tag another name and colour; None when they are what they were. Raises BadTag."""
    before = tag.name, tag.hue
    _name(tag, name)
    tag.hue = hue
    db.session.flush()
    if before == (tag.name, tag.hue):
        return None
    change_set = open_change_set("edit", f"Changed the tag {before[0]}", by=by, now=now, about="tag")
    note_record(change_set, "tag", tag.id, {"name": (before[0], tag.name), "hue": (before[1], tag.hue)})
    return change_set


def merge_tags(tag: Tag, into: Tag, *, by, now: int) -> tuple[ChangeSet, bool]:
    """Whoever has `tag` has `into` instead; the change set, and False when a job goes on. Raises BadTag."""
    return _leave(tag, f"Merged the tag {tag.name} into {into.name}", into.id, by=by, now=now)


def delete_tag(tag: Tag, *, by, now: int) -> tuple[ChangeSet, bool]:
    """Take the tag off everybody and delete it; otherwise as merge_tags."""
    return _leave(tag, f"Deleted the tag {tag.name}", None, by=by, now=now)


def people_with(tag: Tag) -> int:
    """How many living people have the tag, whoever may see them."""
    return counters.read("tag", PeopleCount.value == tag.id)[tag.id]


def name_is_taken(name: str, *, but_for: int) -> bool:
    """Whether another tag than this one has the name."""
    taken = tag_named(name)
    return taken is not None and taken.id != but_for


def erase_retired(*, now: int) -> None:
    """Delete the rows of tags that nobody can bring back any more."""
    members = select(PersonTag.person_id).where(PersonTag.tag_id == Tag.id).exists()
    gone = select(Tag.id).where(Tag.retired_at < now - KEEP_SECONDS, ~members)
    tag_ids = list(db.session.scalars(gone))
    db.session.execute(delete(PeopleCount).where(PeopleCount.facet == "tag", PeopleCount.value.in_(tag_ids)))
    db.session.execute(delete(Tag).where(Tag.id.in_(tag_ids)))


def _leave(tag: Tag, title: str, into_id: int | None, *, by, now: int) -> tuple[ChangeSet, bool]:
    _hold(tag.id, into_id)
    if tag.retired_at is not None:
        raise BadTag(f"“{tag.name}” was deleted a moment ago.")
    if is_awaited("tag", tag.id):
        raise BadTag(f"A merge is still bringing people to “{tag.name}”. Try again in a minute.")
    change_set = open_change_set("tag", title, by=by, now=now, about="tag")
    note_record(change_set, "tag", tag.id, DELETED)
    retire(tag, now=now)
    return change_set, let_follow("tag", tag.id, into_id, by=by, now=now, change_set=change_set)


def _hold(tag_id: int, into_id: int | None) -> None:
    """Lock the tags in one order, as they are by now; raises BadTag when people would go to a deleted one."""
    rows = select(Tag).where(Tag.id.in_([tag_id, into_id])).order_by(Tag.id).with_for_update()
    tags = db.session.scalars(rows.execution_options(populate_existing=True)).all()
    if any(tag.id == into_id and tag.retired_at is not None for tag in tags):
        raise BadTag("The tag to merge it into was deleted a moment ago.")


def _name(tag: Tag, name: str) -> None:
    name = checked_name(name)
    taken = tag_named(name)
    if taken is not None and taken.id != tag.id:
        raise BadTag(f"There is a tag “{taken.name}” already.")
    tag.name, tag.name_key = name, key(name)
