"""How deeds on tags are taken back: that one was added, renamed, given a colour, merged or deleted."""

from collections.abc import Mapping

from sqlalchemy import select

from webapp.activity.records import STANDS, RecordKind, Values, record_kind
from webapp.activity.retiring import present_of, retire, revive, titled, unretired
from webapp.db import db, key
from webapp.people.following import is_awaited
from webapp.tags.administering import name_is_taken
from webapp.tags.models import PersonTag, Tag
from webapp.users.permission import Permission

NAMES = {"name": "Name", "hue": "Colour"}


def register() -> None:
    """Let undo bring deleted tags back, and what they were called."""
    how = RecordKind(
        permission=Permission.EDIT_TAGS,
        title=titled(Tag, "tag"),
        standing=unretired(Tag),
        present=present_of(Tag, lambda tag: {"name": tag.name, "hue": tag.hue}),
        refused=_refused,
        put_back=_put_back,
        name=NAMES.get,
        words=lambda _key, value: str(value),
    )
    record_kind("tag", how)


def _refused(tag_id: int, wanted: Values) -> Mapping[str, str]:
    tag = db.session.get_one(Tag, tag_id)
    if STANDS in wanted:
        why = _why_not_back(tag) if wanted[STANDS] else _why_not_away(tag)
        return {STANDS: why} if why else {}
    if "name" in wanted and name_is_taken(wanted["name"], but_for=tag_id):
        return {"name": "Another tag has this name today."}
    return {}


def _why_not_back(tag: Tag) -> str:
    return "Another tag has its name today." if name_is_taken(tag.name, but_for=tag.id) else ""


def _why_not_away(tag: Tag) -> str:
    someone = select(PersonTag.person_id).where(PersonTag.tag_id == tag.id).limit(1)
    if is_awaited("tag", tag.id) or db.session.scalar(someone) is not None:
        return "Somebody has it. Delete it, or take it off them first."
    return ""


def _put_back(tag_id: int, wanted: Values, *, by, now: int, change_set) -> None:
    tag = db.session.get_one(Tag, tag_id)
    if STANDS in wanted:
        revive(tag) if wanted[STANDS] else retire(tag, now=now)
        return
    if "name" in wanted:
        tag.name, tag.name_key = wanted["name"], key(wanted["name"])
    tag.hue = wanted.get("hue", tag.hue)
    db.session.flush()
