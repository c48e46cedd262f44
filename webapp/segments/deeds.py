"""How deeds on segments are taken back: that one was added, changed or deleted."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import select

from webapp.activity.records import STANDS, RecordKind, Values, record_kind
from webapp.activity.retiring import present_of, retire, revive, titled, unretired
from webapp.db import db
from webapp.segments.administering import Wanted, name_is_taken, rewrite, wanted_of
from webapp.segments.models import PersonSegment, Segment
from webapp.users.office import Office
from webapp.users.permission import Permission

NAMES = {
    "name": "Name",
    "hue": "Colour",
    "office_id": "Used by",
    "reminder_days": "Reminds after",
    "counts_automatic": "Automatic touches count",
}


def register() -> None:
    """Let undo bring deleted segments back, and what they were like."""
    how = RecordKind(
        permission=Permission.EDIT_SEGMENTS,
        title=titled(Segment, "segment"),
        standing=unretired(Segment),
        present=present_of(Segment, lambda segment: asdict(wanted_of(segment))),
        refused=_refused,
        put_back=_put_back,
        name=NAMES.get,
        words=_words,
    )
    record_kind("segment", how)


def _refused(segment_id: int, wanted: Values) -> Mapping[str, str]:
    segment = db.session.get_one(Segment, segment_id)
    if STANDS in wanted and not wanted[STANDS]:
        return {STANDS: "Somebody is in it."} if _is_used(segment_id) else {}
    name, office_id = wanted.get("name", segment.name), wanted.get("office_id", segment.office_id)
    if not name_is_taken(name, office_id, but_for=segment_id):
        return {}
    return dict.fromkeys(wanted.keys() & {STANDS, "name", "office_id"}, "Another segment has its name today.")


def _is_used(segment_id: int) -> bool:
    someone = select(PersonSegment.person_id).where(PersonSegment.segment_id == segment_id).limit(1)
    return db.session.scalar(someone) is not None


def _put_back(segment_id: int, wanted: Values, *, by, now: int, change_set) -> None:
    segment = db.session.get_one(Segment, segment_id)
    if STANDS not in wanted:
        rewrite(segment, Wanted(**{**asdict(wanted_of(segment)), **wanted}), by=by, now=now)
    elif wanted[STANDS]:
        revive(segment)
    else:
        retire(segment, now=now)


def _words(key: str, value: object) -> str:
    if key == "office_id":
        return db.session.scalar(select(Office.name).where(Office.id == value)) or "a closed office"
    if key == "reminder_days":
        return "1 day" if value == 1 else f"{value} days"
    if key == "counts_automatic":
        return "yes" if value else "no"
    return str(value)
