"""`segment:"Past clients"`, `segment:none`, `expired:"Past clients"`, `expired:any`."""

from typing import ClassVar

from sqlalchemy import select

from webapp.criteria.condition import Ids, a_row, among
from webapp.criteria.conditions.named import Named, ids_of, some_of, special_of
from webapp.criteria.conditions.paired import Paired
from webapp.criteria.operators import IS_ANY_OF, Alone
from webapp.criteria.terms import written
from webapp.db import counters, key
from webapp.db.counters import PeopleCount
from webapp.formatting import listed
from webapp.segments.clocks import is_expired
from webapp.segments.models import PersonSegment, Segment
from webapp.segments.naming import all_segments, called, segments_for
from webapp.segments.reminders import just_expired


class OfSegments(Named):
    """Asks for segments by name, or by "office/name" where several have that name.

    One may ask for those that one knows (segments/naming.py); a definition that names another still reads.
    """

    thing = "segment"
    model = Segment

    def called(self, names, asker):
        known = segments_for(asker.viewer)
        return {key(name): [s.id for s in called(name, known, asker.viewer)] for name in names}

    def names(self, ids=None):
        return {s.id: s.path for s in all_segments() if ids is None or s.id in ids}

    def names_for(self, asker):
        return {s.id: s.path for s in segments_for(asker.viewer)}

    def shown(self, leaf):
        self.names_of(leaf)
        return {s.id: s.shown for s in all_segments()}

    def called_by(self, names):
        return {s.id: s.shown for s in all_segments()}

    def name_in(self, asked):
        return asked.text

    def which(self, asked, found):
        paths = [f"{self.keys[0]}:{written(path, self.special)}" for path in self.names(found).values()]
        return f"Several offices have a segment “{asked.text[:40]}”. Write {listed(paths, 'or')}."

    def there(self):
        return Segment.retired_at.is_(None)


class SegmentCondition(OfSegments, Paired):
    """Is in any of the segments; `none` is in no segment, `any` in some."""

    name = "segment"
    keys = ("segment",)
    pairs = PersonSegment
    facet, fact = "segment", "segments"
    special: ClassVar = {"any": "in a segment", "none": "in no segment"}
    verbs = ("in", "not in")


class ExpiredCondition(OfSegments):
    """Is in any of the segments and was not contacted within its period; `any` is expired anywhere."""

    name = "expired"
    timeless = False
    keys = ("expired",)
    label = "Reminder expired"
    comparisons = (
        IS_ANY_OF,
        Alone("any", "is any segment", "is no segment"),
    )
    special: ClassVar = {"any": "expired in a segment"}
    verbs = ("expired in", "not expired in")

    def probe(self, leaf, subject, asker):
        return subject.has(a_row(PersonSegment.person_id == subject.person.id, *_late(leaf, asker)))

    def ids(self, leaf, asker):
        found = select(PersonSegment.person_id).where(*_late(leaf, asker))
        return Ids(found if len(leaf.values) == 1 and ids_of(leaf) else found.distinct())

    def count(self, leaf, asker):
        everywhere = special_of(leaf)
        told = counters.read("expired", *([] if everywhere else [PeopleCount.value.in_(ids_of(leaf))]))
        untold = just_expired(None, now=asker.now, segment_ids=() if everywhere else ids_of(leaf))
        return told.total() + untold.total()

    def reads(self, leaf):
        return ("due",)

    def theirs(self, leaf, facts, asker, labels):
        late = [of for of, due_at in facts["due"] if is_expired(due_at, asker.now)]
        return some_of([f"expired in {name}" for name in self.called_by(self.names(late)).values()])

    def test(self, leaf, asker):
        everywhere, segment_ids = bool(special_of(leaf)), ids_of(leaf)
        return lambda facts: any(
            is_expired(due_at, asker.now) and (everywhere or segment_id in segment_ids)
            for segment_id, due_at in facts["due"]
        )


def _late(leaf, asker):
    passed = PersonSegment.due_at.is_not(None) & (PersonSegment.due_at <= asker.now)
    return (passed,) if special_of(leaf) else (among(PersonSegment.segment_id, ids_of(leaf)), passed)
