"""The list of segments as those keep it who may edit it."""

from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from webapp.activity.models import ChangeSet
from webapp.activity.records import DELETED, MADE
from webapp.activity.retiring import retire
from webapp.activity.tracking import note_record, open_change_set
from webapp.db import db, key
from webapp.people.following import let_follow
from webapp.segments.models import PersonSegment, Segment
from webapp.segments.naming import BadSegment, checked_name

MOST_DAYS = 3_650
KEEP_SECONDS = 30 * 24 * 3600
"""How long a deleted segment can come back by an undo."""


@dataclass(frozen=True)
class Wanted:
    """What one sets of a segment; `office_id` None is the whole company, `reminder_days` None no reminder."""

    name: str
    hue: str = "gray"
    office_id: int | None = None
    reminder_days: int | None = None
    counts_automatic: bool = False


def new_segment(wanted: Wanted, *, by, now: int) -> tuple[Segment, ChangeSet]:
    """Add a segment as a change set of its own; raises BadSegment."""
    segment = add_segment(wanted, now=now)
    title = f"Added the segment {segment.name}"
    change_set = open_change_set("create", title, by=by, now=now, about="segment")
    note_record(change_set, "segment", segment.id, MADE)
    return segment, change_set


def add_segment(wanted: Wanted, *, now: int) -> Segment:
    """Add a segment at the end, as a part of something greater; raises BadSegment."""
    last = db.session.scalar(select(func.max(Segment.position)))
    segment = Segment(name="", name_key="", position=0 if last is None else last + 1, created_at=now)
    _set(segment, wanted)
    db.session.add(segment)
    db.session.flush()
    return segment


def change_segment(segment: Segment, wanted: Wanted, *, by, now: int) -> tuple[ChangeSet | None, bool]:
    """Set a segment's values; raises BadSegment.

    The change set, None if nothing changed; and False when a job goes on to set its people's clocks.
    """
    before = asdict(wanted_of(segment))
    done = rewrite(segment, wanted, by=by, now=now)
    changed = {name: (before[name], value) for name, value in asdict(wanted_of(segment)).items()}
    if all(old == new for old, new in changed.values()):
        return None, done
    title = f"Changed the segment {before['name']}"
    change_set = open_change_set("edit", title, by=by, now=now, about="segment")
    note_record(change_set, "segment", segment.id, changed)
    return change_set, done


def delete_segment(segment: Segment, *, by, now: int) -> tuple[ChangeSet, bool]:
    """Take everybody out of a segment and delete it; the change set, and False when a job goes on with it."""
    title = f"Deleted the segment {segment.name}"
    change_set = open_change_set("segment", title, by=by, now=now, about="segment")
    note_record(change_set, "segment", segment.id, DELETED)
    retire(segment, now=now)
    return change_set, let_follow("segment", segment.id, by=by, now=now, change_set=change_set)


def wanted_of(segment: Segment) -> Wanted:
    """What is set of a segment."""
    return Wanted(**{name: getattr(segment, name) for name in Wanted.__dataclass_fields__})


def rewrite(segment: Segment, wanted: Wanted, *, by, now: int) -> bool:
    """Set a segment's values; False when a job goes on to set its people's clocks. Raises BadSegment."""
    before = segment.reminder_days, segment.counts_automatic
    _set(segment, wanted)
    db.session.flush()
    if before == (segment.reminder_days, segment.counts_automatic):
        return True
    return let_follow("clocks of segment", segment.id, by=by, now=now)


def name_is_taken(name: str, office_id: int | None, *, but_for: int | None = None) -> bool:
    """Whether a segment of that office (None: of the company) has the name, apart from one."""
    same_office = Segment.office_id.is_(None) if office_id is None else Segment.office_id == office_id
    taken = select(Segment.id).where(Segment.name_key == key(name), same_office)
    return db.session.scalar(taken if but_for is None else taken.where(Segment.id != but_for)) is not None


def erase_retired(*, now: int) -> None:
    """Delete the rows of segments that nobody can bring back any more."""
    members = select(PersonSegment.person_id).where(PersonSegment.segment_id == Segment.id).exists()
    gone = select(Segment).where(Segment.retired_at < now - KEEP_SECONDS, ~members)
    for segment in db.session.scalars(gone).all():
        db.session.delete(segment)
    db.session.flush()


def _set(segment: Segment, wanted: Wanted) -> None:
    name = checked_name(wanted.name)
    if wanted.reminder_days is not None and not 1 <= wanted.reminder_days <= MOST_DAYS:
        raise BadSegment(f"Remind after 1 to {MOST_DAYS:,} days, or leave it empty.", "reminder_days")
    if name_is_taken(name, wanted.office_id, but_for=segment.id):
        raise BadSegment(f"There is a segment “{name}” already.")
    segment.name, segment.name_key, segment.hue = name, key(name), wanted.hue
    segment.office_id = wanted.office_id
    segment.reminder_days, segment.counts_automatic = wanted.reminder_days, wanted.counts_automatic
