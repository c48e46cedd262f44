"""Which segments people join or leave."""

from collections import Counter
from functools import cached_property

from webapp.blueprints.bulk.questions.question import Question, Unanswered
from webapp.bulk.actions import Action
from webapp.bulk.actions.segments import ADD, REMOVE, REPLACE, ChangeSegments
from webapp.bulk.choosing import shares
from webapp.segments.models import PersonSegment
from webapp.segments.naming import Listed, segments_for

MODES = {ADD: "Add to", REMOVE: "Remove from", REPLACE: "Replace all with"}


class SegmentsQuestion(Question):
    name = "segments"
    modes = tuple(MODES.items())

    def heading(self, people: str) -> str:
        return f"Change segments of {people}"

    @property
    def mode(self) -> str:
        mode = self.answers.get("mode", ADD)
        return mode if mode in MODES else ADD

    @cached_property
    def segments(self) -> list[Listed]:
        """Those that the viewer may name."""
        return segments_for(self.viewer)

    @cached_property
    def have(self) -> Counter:
        """How many of them are in each segment, by id."""
        return shares(self.choice, self.viewer, PersonSegment.segment_id)

    @property
    def ticked(self) -> set[str]:
        return set(self.answers.getlist("segments"))

    def read(self) -> Action:
        chosen = [segment for segment in self.segments if str(segment.id) in self.ticked]
        if not chosen and not (self.mode == REPLACE and self.answers.get("none")):
            raise Unanswered("Tick the segments.")
        among = tuple(segment.id for segment in self.segments)
        ids, names = tuple(s.id for s in chosen), tuple(s.shown for s in chosen)
        return ChangeSegments(self.mode, ids, names, among)
